import type { Hdf5Type, StoredBits } from "./model.ts";

type IntegerType = Extract<Hdf5Type, { kind: "integer" | "enum" }>;

/** The integer that begins at a byte, of those that do not fill their bytes or have another order of them. */
export function integerAt(
  { bytes: size, signed }: IntegerType,
  { offset, precision, littleEndian }: StoredBits,
  bytes: Uint8Array,
  at: number,
): bigint {
  let all = 0n;
  for (let byte = 0; byte < size; byte++)
    all = (all << 8n) | BigInt(bytes[at + (littleEndian ? size - 1 - byte : byte)]!);
  return (signed ? BigInt.asIntN : BigInt.asUintN)(precision, all >> BigInt(offset));
}

/** Bytes as words of 32 bits, little-endian as everything that is not taken apart byte by byte here. */
export function wordsOf(bytes: Uint8Array): Int32Array {
  const { buffer, byteOffset, length } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Int32Array(buffer, byteOffset, length >> 2);
}
