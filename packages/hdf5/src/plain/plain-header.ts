import { type HeaderMessage, type ReadBytes, viewOf } from "../object-header.ts";
import { Reader } from "../plan/bytes.ts";

/** Numbers of the messages that are known here (HDF5 file format, IV.A.2). */
export const PLAIN = {
  nothing: 0x00,
  dataspace: 0x01,
  datatype: 0x03,
  oldFillValue: 0x04,
  fillValue: 0x05,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  modified: 0x12,
} as const;

/** Some kinds of messages, one bit for each: their numbers are below 32. */
export function kindsOf(...types: readonly number[]): number {
  return types.reduce((kinds, type) => kinds | (1 << type), 0);
}

const ONCE = kindsOf(
  PLAIN.dataspace,
  PLAIN.datatype,
  PLAIN.oldFillValue,
  PLAIN.fillValue,
  PLAIN.layout,
  PLAIN.filters,
  PLAIN.symbolTable,
  PLAIN.modified,
);
const KNOWN = ONCE | kindsOf(PLAIN.nothing, PLAIN.attribute, PLAIN.continuation);

const PREFIX = 16;
const HEAD = 8;
const MOST_KIND = 31;
/** "The message does not change." */
const CONSTANT = 1;
/** Bytes, and parts, of a header that is read here. */
const MOST_BYTES = 1 << 20;
const MOST_PARTS = 64;

/** What the file says of an object. */
export interface PlainHeader {
  /** Names that lead to it. */
  readonly links: number;
  readonly messages: readonly HeaderMessage[];
  /** Which kinds of messages it has, as `kindsOf` has them. */
  readonly kinds: number;
  /** By their numbers, the messages of which there is one at most. */
  readonly only: readonly (Uint8Array | undefined)[];
  /** That it takes. */
  readonly bytes: number;
}

/**
 * An object header of the first form, every byte of which is as writers leave it: the library refuses some of the others, each in its own way.
 * @throws a RangeError for all others.
 */
export function plainHeader(read: ReadBytes, position: number): PlainHeader {
  const prefix = viewOf(whole(read, position, PREFIX));
  const count = prefix.getUint16(2, true);
  const links = prefix.getUint32(4, true);
  if (prefix.getUint16(0, true) !== 1 || links === 0) throw new RangeError("another header");
  const messages: HeaderMessage[] = [];
  const parts: [position: number, length: number][] = [[position + PREFIX, prefix.getUint32(8, true)]];
  let left = MOST_BYTES;
  for (let i = 0; i < parts.length; i++) {
    const [at, bytes] = parts[i]!;
    left -= bytes;
    if (left < 0 || parts.length > MOST_PARTS) throw new RangeError("a long header");
    const known = messages.length;
    addMessages(whole(read, at, bytes), messages);
    for (let j = known; j < messages.length; j++) {
      const { body, type } = messages[j]!;
      if (type !== PLAIN.continuation) continue;
      const reader = new Reader(body);
      parts.push([reader.long(0), reader.long(8)]);
    }
  }
  if (messages.length !== count) throw new RangeError("another number of messages");
  return { links, messages, ...checked(messages), bytes: PREFIX + MOST_BYTES - left };
}

function addMessages(bytes: Uint8Array, messages: HeaderMessage[]): void {
  const view = viewOf(bytes);
  for (let at = 0; at < bytes.length; ) {
    const type = view.getUint16(at, true);
    const length = view.getUint16(at + 2, true);
    // The flags, and three bytes that pad.
    const flags = view.getUint32(at + 4, true);
    const end = at + HEAD + length;
    if (type > MOST_KIND || ((KNOWN >> type) & 1) === 0 || flags > CONSTANT)
      throw new RangeError("another message");
    if (length % 8 !== 0 || end > bytes.length) throw new RangeError("another message");
    messages.push({ type, isShared: false, body: bytes.subarray(at + HEAD, end) });
    at = end;
  }
}

function checked(messages: readonly HeaderMessage[]): Pick<PlainHeader, "kinds" | "only"> {
  let kinds = 0;
  const only: (Uint8Array | undefined)[] = new Array(MOST_KIND + 1).fill(undefined);
  for (let i = 0; i < messages.length; i++) {
    const { body, type } = messages[i]!;
    const kind = 1 << type;
    if ((kind & ONCE) !== 0) {
      if ((kinds & kind) !== 0) throw new RangeError("a message that is there twice");
      only[type] = body;
    }
    kinds |= kind;
    if (type === PLAIN.modified && new Reader(body).word(0) !== 1) throw new RangeError("another time");
    if (type === PLAIN.fillValue) checkFillValue(new Reader(body), body.length);
    if (type === PLAIN.oldFillValue && 4 + new Reader(body).word(0) > body.length)
      throw new RangeError("a fill value beyond its message");
  }
  return { kinds, only };
}

/** When space is allotted (early, late, piece by piece) and filled (then, never, if it is set), HDF5 file format IV.A.2.f. */
function checkFillValue(body: Reader, length: number): void {
  const version = body.byte(0);
  const allotted = body.byte(1);
  const filled = body.byte(2);
  const isDefined = body.byte(3);
  const isKnown = allotted >= 1 && allotted <= 3 && filled <= 2 && isDefined <= 1;
  if (version !== 2 || !isKnown) throw new RangeError("another fill value");
  if (isDefined === 1 && 8 + body.word(4) > length) throw new RangeError("a fill value beyond its message");
}

/** Bytes that are there. */
export function whole(read: ReadBytes, position: number, length: number): Uint8Array {
  const bytes = read(position, length);
  if (bytes.length !== length) throw new RangeError("it ends too early");
  return bytes;
}
