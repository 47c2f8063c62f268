import { EcephysError } from "@ecephys/files";
import type { Hdf5Data, Hdf5Element, Hdf5Numbers, Hdf5Reference, Hdf5Type } from "./model.ts";
import { elementBytes } from "./type.ts";

/** Resolves a reference's bytes to a path. */
export type Dereference = (bytes: Uint8Array, to: "object" | "region") => Hdf5Reference;

/** What decoding needs besides the elements' bytes. */
export interface DecodeContext {
  /** The library's memory, to which elements may point. */
  readonly heap: Uint8Array;
  readonly dereference: Dereference;
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
    if (type.bytes === 8) return new Float64Array(length);
    if (type.bytes === 4) return type.signed ? new Int32Array(length) : new Uint32Array(length);
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
  if (size === 8 && type.kind !== "float")
    joinHalves(
      bytes,
      type.kind === "integer" || type.kind === "enum" ? type.signed : true,
      target,
      at,
      resource,
    );
  else if (type.kind === "float" && size === 2) widenHalves(bytes, target, at);
  else new Uint8Array(target.buffer, target.byteOffset + at * size, bytes.length).set(bytes);
}

/** Decodes elements that are not plain numbers. */
export function decodeElements(type: Hdf5Type, bytes: Uint8Array, context: DecodeContext): Hdf5Element[] {
  const size = elementBytes(type);
  const count = size === 0 ? 0 : bytes.length / size;
  const decodeOne = elementDecoder(type, context);
  const elements: Hdf5Element[] = [];
  for (let i = 0; i < count; i++) elements.push(decodeOne(bytes, i * size));
  return elements;
}

/** Numbers of any kind, else elements. */
export function decode(type: Hdf5Type, bytes: Uint8Array, context: DecodeContext): Hdf5Data {
  const numbers = numbersFor(type, Math.floor(bytes.length / Math.max(1, elementBytes(type))));
  if (!numbers) return decodeElements(type, bytes, context);
  decodeNumbers(type, bytes, numbers, 0, context.resource);
  return numbers;
}

type ElementDecoder = (bytes: Uint8Array, at: number) => Hdf5Element;

function elementDecoder(type: Hdf5Type, context: DecodeContext): ElementDecoder {
  switch (type.kind) {
    case "boolean":
      return (bytes, at) => bytes[at] !== 0;
    case "text":
      return type.bytes === undefined ? pointedText(context) : fixedText(type.bytes, type.padding);
    case "reference":
      return (bytes, at) => context.dereference(bytes.slice(at, at + type.bytes), type.to);
    case "compound": {
      const members = type.members.map(({ name, offset, type: own }) => ({
        name,
        offset,
        decodeOne: elementDecoder(own, context),
      }));
      return (bytes, at) =>
        Object.fromEntries(
          members.map(({ name, offset, decodeOne }) => [name, decodeOne(bytes, at + offset)]),
        );
    }
    case "list":
      return pointedList(type.element, context);
    case "array": {
      const size = elementBytes(type);
      return (bytes, at) => [...decode(type.element, bytes.slice(at, at + size), context)];
    }
    case "opaque":
      return (bytes, at) => bytes.slice(at, at + type.bytes);
    default: {
      const size = elementBytes(type);
      return (bytes, at) => {
        const one = numbersFor(type, 1);
        if (!one) throw unreadable(context.resource, `numbers of ${size} bytes cannot be read`);
        decodeNumbers(type, bytes.subarray(at, at + size), one, 0, context.resource);
        return one[0]!;
      };
    }
  }
}

const UTF8 = new TextDecoder("utf-8");
const KNOWN = 1024;
const LONG = 128;

/** Decodes texts; columns repeat few distinct ones, and equal ones share one string while cached. */
class TextDecoding {
  private readonly known = new Array<string | undefined>(KNOWN);

  decode(bytes: Uint8Array, start: number, end: number): string {
    if (end - start > LONG) return UTF8.decode(bytes.subarray(start, end));
    let hash = end - start;
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
    const place = hash & (KNOWN - 1);
    const known = this.known[place];
    if (known !== undefined && isAscii(known, bytes, start, end)) return known;
    const text = UTF8.decode(bytes.subarray(start, end));
    this.known[place] = text;
    return text;
  }
}

/** Whether these bytes equal the text, byte by byte; only ever true for ASCII. */
function isAscii(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i++) {
    const byte = bytes[start + i]!;
    if (byte > 127 || text.charCodeAt(i) !== byte) return false;
  }
  return true;
}

function fixedText(length: number, padding: "null" | "space"): ElementDecoder {
  const texts = new TextDecoding();
  return (bytes, at) => {
    let end = bytes.indexOf(0, at);
    if (end < 0 || end > at + length) end = at + length;
    if (padding === "space") while (end > at && bytes[end - 1] === 32) end--;
    return texts.decode(bytes, at, end);
  };
}

function pointedText({ heap }: DecodeContext): ElementDecoder {
  const texts = new TextDecoding();
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
    const value = high * 0x1_0000_0000 + halves.getUint32(i * 8, true);
    if (value > MOST || value < -MOST)
      throw unreadable(
        resource,
        `the 64-bit integer near ${value} cannot be represented exactly as a number`,
      );
    target[at + i] = value;
  }
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
