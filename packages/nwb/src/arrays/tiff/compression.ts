import { unpackLzw } from "./lzw.ts";

/** Unpacks a block into exactly `length` bytes; undefined where its bytes are none of this kind, or too few. */
export type Unpack = (
  packed: Uint8Array,
  length: number,
) => Uint8Array | undefined | Promise<Uint8Array | undefined>;

/** A kind of compression that is read. */
export interface Compression {
  readonly unpack: Unpack;
  /** The most bytes that one packed byte gives. */
  readonly best: number;
}

const DEFLATE: Compression = { unpack: unpackDeflate, best: 1100 };

/** By the number of the tag. */
export const COMPRESSIONS: Readonly<Record<number, Compression>> = {
  1: { unpack: unpackNothing, best: 1 },
  5: { unpack: unpackLzw, best: 1400 },
  8: DEFLATE,
  32773: { unpack: unpackBits, best: 64 },
  32946: DEFLATE,
};

/** Names of kinds that are not read. */
export const OTHER_COMPRESSIONS: Readonly<Record<number, string>> = {
  2: "CCITT modified Huffman (RLE)",
  3: "CCITT Group 3 fax",
  4: "CCITT Group 4 fax",
  6: "JPEG of TIFF 6.0",
  7: "JPEG",
  9: "JBIG",
  10: "JBIG",
  32766: "NeXT",
  32771: "CCITT RLE with words",
  32809: "ThunderScan",
  32908: "Pixar film",
  32909: "Pixar log",
  34661: "JBIG",
  34676: "SGI log",
  34677: "SGI log",
  34712: "JPEG 2000",
  34887: "LERC",
  34925: "LZMA",
  50000: "Zstandard",
  50001: "WebP",
  50002: "JPEG XL",
};

function unpackNothing(packed: Uint8Array, length: number): Uint8Array | undefined {
  return packed.length < length ? undefined : new Uint8Array(packed.subarray(0, length));
}

/** PackBits (TIFF 6.0, section 9): runs of literal bytes, and bytes that repeat. */
function unpackBits(packed: Uint8Array, length: number): Uint8Array | undefined {
  const out = new Uint8Array(length);
  let at = 0;
  for (let from = 0; at < length; ) {
    const count = packed[from++];
    if (count === undefined) return undefined;
    if (count < 128) {
      const literal = packed.subarray(from, from + Math.min(count + 1, length - at));
      if (literal.length < Math.min(count + 1, length - at)) return undefined;
      out.set(literal, at);
      at += literal.length;
      from += count + 1;
    } else if (count > 128) {
      const byte = packed[from++];
      if (byte === undefined) return undefined;
      const end = Math.min(length, at + 257 - count);
      out.fill(byte, at, end);
      at = end;
    }
  }
  return out;
}

/** Zlib's streams, by the platform's own decoder, which is stopped when there are enough bytes. */
async function unpackDeflate(packed: Uint8Array, length: number): Promise<Uint8Array | undefined> {
  const out = new Uint8Array(length);
  const reader = new Blob([new Uint8Array(packed)])
    .stream()
    .pipeThrough(new DecompressionStream("deflate"))
    .getReader();
  let at = 0;
  try {
    while (at < length) {
      const { done, value } = await reader.read();
      if (done) return undefined;
      out.set(value.subarray(0, length - at), at);
      at += value.length;
    }
  } catch {
    return undefined;
  } finally {
    await reader.cancel().catch(() => {});
  }
  return out;
}
