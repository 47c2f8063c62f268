import {
  type HeaderMessage,
  headerMessages,
  MESSAGE,
  type ReadBytes,
  sharedPosition,
  viewOf,
} from "./object-header.ts";

/** What the file says of a type's numbers and the library does not tell. */
export type StoredType =
  /** Which bits of an integer's bytes hold it. */
  | { readonly kind: "integer"; readonly offset: number; readonly precision: number }
  | { readonly kind: "float"; readonly isIeee: boolean }
  /** Enumerations, arrays and lists. */
  | { readonly kind: "container"; readonly element: StoredType }
  | { readonly kind: "compound"; readonly members: readonly StoredType[] }
  | { readonly kind: "other" };

const OTHER: StoredType = { kind: "other" };

/** What is known of an object from its header. */
export interface StoredObject {
  readonly type: StoredType | undefined;
  /** Whether the numbers lie in other files. */
  readonly isExternal: boolean;
}

/** Types nested deeper are damage; the library takes minutes for some thousand levels. */
const DEEPEST = 32;

/** A type is nested so deeply that the library is not to look at it. */
export class NestedTooDeeply extends Error {}

/** The type of the dataset whose header lies at a position; undefined where that is not known. */
export function storedDataset(read: ReadBytes, position: number, base: number): StoredObject {
  const messages = headerMessages(read, position, base);
  const message = messages.find(({ type }) => type === MESSAGE.datatype);
  return {
    type: message && typeOfMessage(message, read, base),
    isExternal: messages.some(({ type }) => type === MESSAGE.externalFiles),
  };
}

/** The type of an attribute; undefined where it lies outside of its object's header. */
export function storedAttribute(
  read: ReadBytes,
  position: number,
  base: number,
  name: string,
): StoredType | undefined {
  for (const { type, isShared, body } of headerMessages(read, position, base)) {
    if (type !== MESSAGE.attribute || isShared) continue;
    const view = viewOf(body);
    const version = view.getUint8(0);
    const [nameLength, typeLength] = [view.getUint16(2, true), view.getUint16(4, true)];
    const pad = (length: number) => (version === 1 ? Math.ceil(length / 8) * 8 : length);
    const nameAt = version === 3 ? 9 : 8;
    if (UTF8.decode(body.subarray(nameAt, nameAt + nameLength)).replace(/\0.*$/s, "") !== name) continue;
    const typeAt = nameAt + pad(nameLength);
    const isTypeShared = version > 1 && (view.getUint8(1) & 1) !== 0;
    const message = { type, isShared: isTypeShared, body: body.subarray(typeAt, typeAt + typeLength) };
    return typeOfMessage(message, read, base);
  }
  return undefined;
}

/** The type that a header's message holds. */
export function typeOfHeader(body: Uint8Array): StoredType {
  return new TypeReader(body).next(0);
}

const UTF8 = new TextDecoder();

function typeOfMessage(message: HeaderMessage, read: ReadBytes, base: number): StoredType | undefined {
  if (!message.isShared) return new TypeReader(message.body).next(0);
  const position = sharedPosition(message.body, base);
  if (position === undefined) return undefined;
  const own = headerMessages(read, position, base).find(({ type }) => type === MESSAGE.datatype);
  return own && !own.isShared ? new TypeReader(own.body).next(0) : undefined;
}

/** HDF5's class numbers, as in `type.ts`. */
const CLASS = {
  integer: 0,
  float: 1,
  time: 2,
  bitfield: 4,
  opaque: 5,
  compound: 6,
  enum: 8,
  list: 9,
  array: 10,
} as const;

/** IEEE 754's layouts by bytes: exponent's place and bits, fraction's bits, bias. */
const IEEE: Readonly<Record<number, readonly [at: number, bits: number, fraction: number, bias: number]>> = {
  2: [10, 5, 10, 15],
  4: [23, 8, 23, 127],
  8: [52, 11, 52, 1023],
};

/** Reads types one after the other as they are nested (HDF5 file format, IV.A.2.d). */
class TypeReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = viewOf(bytes);
  }

  next(depth: number): StoredType {
    if (depth > DEEPEST) throw new NestedTooDeeply(`its type is nested more than ${DEEPEST} times`);
    const { view } = this;
    const start = this.at;
    const version = view.getUint8(start) >> 4;
    const count = view.getUint16(start + 1, true);
    const size = view.getUint32(start + 4, true);
    this.at += 8;
    switch (view.getUint8(start) & 15) {
      case CLASS.integer:
        this.at += 4;
        return {
          kind: "integer",
          offset: view.getUint16(start + 8, true),
          precision: view.getUint16(start + 10, true),
        };
      case CLASS.float:
        this.at += 12;
        return { kind: "float", isIeee: this.isIeee(start, size) };
      case CLASS.bitfield:
        this.at += 4;
        return OTHER;
      case CLASS.time:
        this.at += 2;
        return OTHER;
      case CLASS.opaque:
        this.at += view.getUint8(start + 1);
        return OTHER;
      case CLASS.list:
        return { kind: "container", element: this.next(depth + 1) };
      case CLASS.array:
        this.at += version < 3 ? 4 + 8 * view.getUint8(this.at) : 1 + 4 * view.getUint8(this.at);
        return { kind: "container", element: this.next(depth + 1) };
      case CLASS.enum: {
        const element = this.next(depth + 1);
        const valueBytes = view.getUint32(start + 12, true);
        for (let i = 0; i < count; i++) this.skipName(version);
        this.at += count * valueBytes;
        return { kind: "container", element };
      }
      case CLASS.compound:
        return {
          kind: "compound",
          members: Array.from({ length: count }, () => this.member(version, size, depth)),
        };
      default:
        return OTHER;
    }
  }

  private member(version: number, size: number, depth: number): StoredType {
    this.skipName(version);
    if (version >= 3) {
      this.at += size < 2 ** 8 ? 1 : size < 2 ** 16 ? 2 : size < 2 ** 24 ? 3 : 4;
      return this.next(depth + 1);
    }
    const dimensions = version === 1 ? this.view.getUint8(this.at + 4) : 0;
    this.at += version === 1 ? 32 : 4;
    const type = this.next(depth + 1);
    return dimensions > 0 ? { kind: "container", element: type } : type;
  }

  private skipName(version: number): void {
    const end = this.bytes.indexOf(0, this.at);
    if (end < 0) throw new RangeError("a name has no end");
    const length = end + 1 - this.at;
    this.at += version < 3 ? Math.ceil(length / 8) * 8 : length;
  }

  private isIeee(start: number, size: number): boolean {
    const { view } = this;
    const [at, bits, fraction, bias] = IEEE[size] ?? [];
    const isImplied = ((view.getUint8(start + 1) >> 4) & 3) === 2;
    return (
      isImplied &&
      view.getUint8(start + 2) === size * 8 - 1 &&
      view.getUint16(start + 8, true) === 0 &&
      view.getUint16(start + 10, true) === size * 8 &&
      view.getUint8(start + 12) === at &&
      view.getUint8(start + 13) === bits &&
      view.getUint8(start + 14) === 0 &&
      view.getUint8(start + 15) === fraction &&
      view.getUint32(start + 16, true) === bias
    );
  }
}
