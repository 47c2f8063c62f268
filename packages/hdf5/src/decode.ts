import { EcephysError } from "@ecephys/files";
import { integerAt, wordsOf } from "./bits.ts";
import type { Hdf5Data, Hdf5Element, Hdf5Numbers, Hdf5Reference, Hdf5Type } from "./model.ts";
import { type DecodeNotes, newNotes, TextDecoding } from "./text.ts";
import { elementBytes } from "./type.ts";

export { type DecodeNotes, newNotes };

/** Resolves a reference's bytes to a path. */
export type Dereference = (bytes: Uint8Array, to: "object" | "region") => Hdf5Reference;

/** What decoding needs besides the elements' bytes. */
export interface DecodeContext {
  /** The library's memory, to which elements may point. */
  readonly heap: Uint8Array;
  readonly dereference: Dereference;
  readonly notes: DecodeNotes;
  /** Whether 64-bit integers may be of type bigint; they are refused otherwise where a number cannot hold them. */
  readonly bigints: boolean;
  /** For messages: file and object. */
  readonly resource: string;
}

/** A typed array for `length` numbers of this type; undefined for other types. */
export function numbersFor(type: Hdf5Type, length: number): Hdf5Numbers | undefined {
  if (type.kind === "float") {
    if (type.bytes === 8) return new Float64Array(length);
    if (type.bytes === 4 || type.bytes === 2) return new Float32Array(length);
  }
  if (type.kind === "integer" || type.kind === "enum") {
    if (type.bytes > 4 && type.bytes <= 8) return new Float64Array(length);
    if (type.bytes > 2 && type.bytes <= 4)
      return type.signed ? new Int32Array(length) : new Uint32Array(length);
    if (type.bytes === 2) return type.signed ? new Int16Array(length) : new Uint16Array(length);
    if (type.bytes === 1) return type.signed ? new Int8Array(length) : new Uint8Array(length);
  }
  return undefined;
}

/** Decodes little-endian numbers of `bytes` into `target` from index `at` on. */
export function decodeNumbers(
  type: Hdf5Type,
  bytes: Uint8Array,
  target: Hdf5Numbers,
  at: number,
  resource: string,
): void {
  const size = elementBytes(type);
  const isInteger = type.kind === "integer" || type.kind === "enum";
  if (isInteger && type.bits)
    for (let i = 0; i * size < bytes.length; i++)
      target[at + i] = exact(Number(integerAt(type, type.bits, bytes, i * size)), resource);
  else if (size === 8 && type.kind !== "float") {
    const signed = isInteger ? type.signed : true;
    if (!joinSmall(bytes, signed, target, at)) joinHalves(bytes, signed, target, at, resource);
  } else if (type.kind === "float" && size === 2) widenHalves(bytes, target, at);
  else new Uint8Array(target.buffer, target.byteOffset + at * size, bytes.length).set(bytes);
}

/** Decodes elements that are not plain numbers. */
export function decodeElements(type: Hdf5Type, bytes: Uint8Array, context: DecodeContext): Hdf5Element[] {
  const size = elementBytes(type);
  const count = size === 0 ? 0 : bytes.length / size;
  const decodeOne = elementDecoder(type, context);
  const elements: Hdf5Element[] = new Array(count);
  for (let i = 0; i < count; i++) elements[i] = decodeOne(bytes, i * size);
  return elements;
}

/** Numbers of any kind, else elements. */
export function decode(type: Hdf5Type, bytes: Uint8Array, context: DecodeContext): Hdf5Data {
  const numbers = numbersFor(type, Math.floor(bytes.length / Math.max(1, elementBytes(type))));
  if (!numbers) return decodeElements(type, bytes, context);
  if (isWideInteger(type) && joinSmall(bytes, type.signed, numbers, 0)) return numbers;
  if (context.bigints && exceedsNumbers(type, bytes)) return decodeElements(type, bytes, context);
  decodeNumbers(type, bytes, numbers, 0, context.resource);
  return numbers;
}

type ElementDecoder = (bytes: Uint8Array, at: number) => Hdf5Element;

function elementDecoder(type: Hdf5Type, context: DecodeContext): ElementDecoder {
  switch (type.kind) {
    case "boolean":
      return (bytes, at) => bytes[at] !== 0;
    case "text":
      return type.bytes === undefined ? pointedText(context) : fixedText(type.bytes, type.padding, context);
    case "reference":
      return pointer(type.bytes, type.to, context);
    case "compound": {
      const members = type.members.map(({ name, offset, type: own }) => ({
        name,
        offset,
        decodeOne: elementDecoder(own, context),
      }));
      return (bytes, at) => {
        const element: Record<string, Hdf5Element> = {};
        for (const { name, offset, decodeOne } of members) element[name] = decodeOne(bytes, at + offset);
        return element;
      };
    }
    case "list":
      return pointedList(type.element, context);
    case "array": {
      const size = elementBytes(type);
      return (bytes, at) => [...decode(type.element, bytes.slice(at, at + size), context)];
    }
    case "opaque":
      if (type.unreadable) throw unreadable(context.resource, type.unreadable);
      return (bytes, at) => bytes.slice(at, at + type.bytes);
    default:
      return numberDecoder(type, context);
  }
}

/** One number at a time, as compounds and wide integers need them. */
function numberDecoder(type: NumberType, { bigints, resource }: DecodeContext): ElementDecoder {
  const { bytes: size } = type;
  const view = views();
  if (type.kind !== "float" && type.bits) {
    const { bits } = type;
    return (bytes, at) => {
      const value = integerAt(type, bits, bytes, at);
      return bigints && size > 4 ? value : exact(Number(value), resource);
    };
  }
  if (type.kind === "float") {
    if (size === 8) return (bytes, at) => view(bytes).getFloat64(at, true);
    if (size === 4) return (bytes, at) => view(bytes).getFloat32(at, true);
    if (size === 2) return (bytes, at) => fromFloat16(view(bytes).getUint16(at, true));
  } else if (type.signed) {
    if (size === 1) return (bytes, at) => view(bytes).getInt8(at);
    if (size === 2) return (bytes, at) => view(bytes).getInt16(at, true);
    if (size === 4) return (bytes, at) => view(bytes).getInt32(at, true);
  } else {
    if (size === 1) return (bytes, at) => bytes[at]!;
    if (size === 2) return (bytes, at) => view(bytes).getUint16(at, true);
    if (size === 4) return (bytes, at) => view(bytes).getUint32(at, true);
  }
  if (type.kind !== "float" && size === 8) {
    const { signed } = type;
    return (bytes, at) => {
      if (bigints) return signed ? view(bytes).getBigInt64(at, true) : view(bytes).getBigUint64(at, true);
      const high = signed ? view(bytes).getInt32(at + 4, true) : view(bytes).getUint32(at + 4, true);
      return exact(high * 0x1_0000_0000 + view(bytes).getUint32(at, true), resource);
    };
  }
  return () => {
    throw unreadable(resource, `numbers of ${size} bytes cannot be read`);
  };
}

type NumberType = Extract<Hdf5Type, { kind: "integer" | "float" | "enum" }>;

/** A view of the bytes that are asked for, made once for many elements of one array. */
function views(): (bytes: Uint8Array) => DataView {
  let last: Uint8Array | undefined;
  let view: DataView = new DataView(new ArrayBuffer(0));
  return (bytes) => {
    if (bytes !== last) {
      last = bytes;
      view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return view;
  };
}

/** The upper half of the first integer that a number does not hold exactly. */
const MOST_HIGH = 2 ** 21;

/** Many references point to few objects, each of which is looked up once. */
function pointer(size: number, to: "object" | "region", context: DecodeContext): ElementDecoder {
  const known = new Map<string | number, Hdf5Reference>();
  const view = views();
  return (bytes, at) => {
    const high = size === 8 ? view(bytes).getUint32(at + 4, true) : MOST_HIGH;
    // An address of 64 bits is a number where that is exact.
    const key =
      high < MOST_HIGH
        ? high * 0x1_0000_0000 + view(bytes).getUint32(at, true)
        : bytes.slice(at, at + size).join();
    let found = known.get(key);
    if (found === undefined) {
      found = context.dereference(bytes.slice(at, at + size), to);
      known.set(key, found);
    }
    return found;
  };
}

function fixedText(length: number, padding: "null" | "space", { notes }: DecodeContext): ElementDecoder {
  const texts = new TextDecoding(notes);
  return (bytes, at) => {
    let end = bytes.indexOf(0, at);
    if (end < 0 || end > at + length) end = at + length;
    if (padding === "space") while (end > at && bytes[end - 1] === 32) end--;
    return texts.decode(bytes, at, end);
  };
}

function pointedText({ heap, notes }: DecodeContext): ElementDecoder {
  const texts = new TextDecoding(notes);
  return (bytes, at) => {
    const pointer = word(bytes, at);
    if (pointer === 0) return "";
    const end = heap.indexOf(0, pointer);
    return texts.decode(heap, pointer, end < 0 ? heap.length : end);
  };
}

function pointedList(element: Hdf5Type, context: DecodeContext): ElementDecoder {
  const size = elementBytes(element);
  return (bytes, at) => {
    const length = word(bytes, at) * size;
    const pointer = word(bytes, at + 4);
    if (pointer + length > context.heap.length)
      throw unreadable(context.resource, "a list claims to be longer than memory");
    return [...decode(element, context.heap.slice(pointer, pointer + length), context)];
  };
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

/** Whether a type's numbers are integers of 64 bits. */
function isWideInteger(type: Hdf5Type): type is Extract<Hdf5Type, { kind: "integer" }> {
  return type.kind === "integer" && type.bytes === 8 && !type.bits;
}

/**
 * Joins the halves of 64-bit integers that a number holds for sure, by the array's own elements: a view of bytes is many
 * times slower where code has just started. False where one may be too large.
 */
function joinSmall(bytes: Uint8Array, signed: boolean, target: Hdf5Numbers, at: number): boolean {
  const halves = wordsOf(bytes);
  const count = halves.length >> 1;
  let i = 0;
  // Words of 32 bits need no memory on their way, as larger numbers do in code that has just started.
  for (; i < count && halves[2 * i + 1] === (signed ? halves[2 * i]! >> 31 : 0); i++) {
    if (!signed && halves[2 * i]! < 0) break;
    target[at + i] = halves[2 * i]!;
  }
  let highs = 0;
  for (; i < count; i++) {
    const high = halves[2 * i + 1]!;
    // A negative number's upper half, turned round, is as large as that of the number below its opposite.
    highs |= signed ? high ^ (high >> 31) : high;
    target[at + i] = high * 0x1_0000_0000 + (halves[2 * i]! >>> 0);
  }
  return highs >= 0 && highs < MOST_HIGH - 1;
}

const MOST = Number.MAX_SAFE_INTEGER;

function joinHalves(
  bytes: Uint8Array,
  signed: boolean,
  target: Hdf5Numbers,
  at: number,
  resource: string,
): void {
  const halves = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i * 8 < bytes.length; i++) {
    const high = signed ? halves.getInt32(i * 8 + 4, true) : halves.getUint32(i * 8 + 4, true);
    target[at + i] = exact(high * 0x1_0000_0000 + halves.getUint32(i * 8, true), resource);
  }
}

function exact(value: number, resource: string): number {
  if (value <= MOST && value >= -MOST) return value;
  throw unreadable(resource, `the 64-bit integer near ${value} cannot be represented exactly as a number`);
}

/** Whether there are 64-bit integers that a number does not hold. */
export function exceedsNumbers(type: Hdf5Type, bytes: Uint8Array): boolean {
  if (type.kind !== "integer" || type.bytes <= 4) return false;
  if (type.bits) {
    const { bits } = type;
    for (let at = 0; at < bytes.length; at += type.bytes)
      if (!Number.isSafeInteger(Number(integerAt(type, bits, bytes, at)))) return true;
    return false;
  }
  const halves = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; at += 8) {
    const high = type.signed ? halves.getInt32(at + 4, true) : halves.getUint32(at + 4, true);
    const value = high * 0x1_0000_0000 + halves.getUint32(at, true);
    if (value > MOST || value < -MOST) return true;
  }
  return false;
}

function widenHalves(bytes: Uint8Array, target: Hdf5Numbers, at: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i * 2 < bytes.length; i++) target[at + i] = fromFloat16(view.getUint16(i * 2, true));
}

function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function unreadable(resource: string, reason: string): EcephysError {
  return new EcephysError("format", { action: "Reading HDF5 data", resource, reason });
}
