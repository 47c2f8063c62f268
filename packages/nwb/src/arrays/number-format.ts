import type { NumericArray } from "@ecephys/core";
import { EcephysError } from "@ecephys/files";

/** How numbers are stored in a file. */
export interface NumberFormat {
  readonly kind: "bool" | "int" | "uint" | "float";
  /** Bytes per number. */
  readonly size: 1 | 2 | 4 | 8;
  readonly littleEndian: boolean;
}

type Arrays = { new (buffer: ArrayBufferLike, offset: number, length: number): NumericArray };

/** Formats for which there is a typed array. */
const PLAIN: Readonly<Record<string, Arrays>> = {
  int1: Int8Array,
  int2: Int16Array,
  int4: Int32Array,
  uint1: Uint8Array,
  uint2: Uint16Array,
  uint4: Uint32Array,
  float4: Float32Array,
  float8: Float64Array,
};

/** numpy's name of a format: "uint8", "float16", "bool". */
export function formatName({ kind, size }: NumberFormat): string {
  return kind === "bool" ? "bool" : `${kind}${size * 8}`;
}

/** Whether `decodeNumbers` knows the format (there are no floats of one byte). */
export function isKnownFormat({ kind, size }: NumberFormat): boolean {
  return kind === "bool" ? size === 1 : kind !== "float" || size > 1;
}

/**
 * Numbers of a file as a typed array: bool as 0 and 1 in a Uint8Array, float16 in a Float32Array (exact), int64
 * and uint64 in a Float64Array, all others in the array of their own type. If the bytes can be used as they
 * are, the result is a view of them, not a copy.
 * @param source a whole number of values.
 * @throws an EcephysError "format" for a 64-bit integer beyond ±(2^53 - 1), which a number cannot represent
 * exactly.
 */
export function decodeNumbers(source: Uint8Array, format: NumberFormat, resource: string): NumericArray {
  const { kind, size } = format;
  // Node's Buffers have another `slice`, which gives a view.
  const bytes = new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  const length = bytes.byteLength / size;
  if (kind === "bool") return bytes.map((byte) => (byte === 0 ? 0 : 1));
  const Typed = PLAIN[`${kind}${size}`];
  if (Typed) {
    const fits = bytes.byteOffset % size === 0 && (size === 1 || format.littleEndian === HOST_LITTLE_ENDIAN);
    const usable = fits ? bytes : inHostOrder(bytes, format);
    return new Typed(usable.buffer, usable.byteOffset, length);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return kind === "float" ? decodeHalves(view, length, format) : decodeLongs(view, length, format, resource);
}

const HOST_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function inHostOrder(bytes: Uint8Array, { size, littleEndian }: NumberFormat): Uint8Array {
  const copy = bytes.slice();
  if (littleEndian === HOST_LITTLE_ENDIAN) return copy;
  for (let at = 0; at < copy.length; at += size)
    for (let i = 0; i < size; i++) copy[at + i] = bytes[at + size - 1 - i]!;
  return copy;
}

/** IEEE 754 binary16: sign, 5 bits of exponent (bias 15), 10 of fraction. */
function decodeHalves(view: DataView, length: number, { littleEndian }: NumberFormat): Float32Array {
  return Float32Array.from({ length }, (_, i) => {
    const bits = view.getUint16(i * 2, littleEndian);
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

function decodeLongs(
  view: DataView,
  length: number,
  { kind, littleEndian }: NumberFormat,
  resource: string,
): Float64Array {
  const [highAt, lowAt] = littleEndian ? [4, 0] : [0, 4];
  return Float64Array.from({ length }, (_, i) => {
    const low = view.getUint32(i * 8 + lowAt, littleEndian);
    const high =
      kind === "int"
        ? view.getInt32(i * 8 + highAt, littleEndian)
        : view.getUint32(i * 8 + highAt, littleEndian);
    const value = high * 2 ** 32 + low;
    if (Number.isSafeInteger(value)) return value;
    throw new EcephysError("format", {
      action: "Reading 64-bit integers",
      resource,
      reason: `value ${i} is beyond ±(2^53 - 1) and cannot be represented exactly`,
      remedy: "Save the array as float64, or as integers of 32 bits",
    });
  });
}
