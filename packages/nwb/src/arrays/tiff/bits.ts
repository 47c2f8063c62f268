import type { NumericArray } from "@ecephys/core";

/**
 * Integers of 1 to 32 bits that are no whole bytes, the highest bit first whatever the file's order of bytes; each
 * row begins with a byte.
 */
export function unpackIntegers(
  bytes: Uint8Array,
  { rows, perRow, depth, signed }: { rows: number; perRow: number; depth: number; signed: boolean },
): NumericArray {
  const out = arrayFor(depth, signed, rows * perRow);
  const rowLength = Math.ceil((perRow * depth) / 8);
  const sign = signed ? 2 ** (depth - 1) : Number.POSITIVE_INFINITY;
  const range = 2 ** depth;
  for (let row = 0; row < rows; row++) {
    let bit = row * rowLength * 8;
    for (let i = 0; i < perRow; i++) {
      let value = 0;
      for (let rest = depth; rest > 0; ) {
        const taken = Math.min(rest, 8 - (bit & 7));
        const byte = bytes[bit >> 3]!;
        value = value * 2 ** taken + ((byte >> (8 - (bit & 7) - taken)) & ((1 << taken) - 1));
        bit += taken;
        rest -= taken;
      }
      out[row * perRow + i] = value >= sign ? value - range : value;
    }
  }
  return out;
}

function arrayFor(depth: number, signed: boolean, length: number): NumericArray {
  if (depth <= 8) return signed ? new Int8Array(length) : new Uint8Array(length);
  if (depth <= 16) return signed ? new Int16Array(length) : new Uint16Array(length);
  return signed ? new Int32Array(length) : new Uint32Array(length);
}

/** Bytes with their bits in the other order, for files that have the lowest bit first. */
export function withBitsTurned(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => {
    let turned = 0;
    for (let bit = 0; bit < 8; bit++) turned |= ((byte >> bit) & 1) << (7 - bit);
    return turned;
  });
}
