import type { NumericArray } from "@ecephys/core";
import type { Refuse } from "../failures.ts";
import { decodeNumbers } from "../number-format.ts";
import type { TiffFile } from "./directory.ts";
import { sampleFormatOf, type TiffImage } from "./image.ts";

/**
 * The values of an image with uncompressed strips: rows × columns × samples, in C order.
 * @throws what `refuse` makes ("format") if a strip is too short or extends beyond the file's end.
 */
export function readBaseline(
  file: TiffFile,
  image: TiffImage,
  resource: string,
  refuse: Refuse,
): NumericArray {
  const { width, height, samples, blocks } = image;
  const format = sampleFormatOf(image, file.littleEndian, refuse);
  const rowLength = width * samples * format.size;
  const lengths = blocks.offsets.map((offset, strip) => {
    const row = strip * blocks.height;
    const length = (Math.min(row + blocks.height, height) - row) * rowLength;
    const claimed = blocks.lengths?.[strip] ?? length;
    if (claimed < length) throw refuse(`strip ${strip} holds ${claimed} of ${length} bytes`);
    if (offset + length > file.bytes.length)
      throw refuse(`strip ${strip} extends beyond the end of the file`);
    return length;
  });
  return decodeNumbers(joined(file.bytes, blocks.offsets, lengths), format, resource);
}

/** The strips one after the other: a view of the file if they are contiguous there, else a copy. */
function joined(bytes: Uint8Array, offsets: readonly number[], lengths: readonly number[]): Uint8Array {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const start = offsets[0]!;
  if (offsets.every((offset, i) => i === 0 || offset === offsets[i - 1]! + lengths[i - 1]!))
    return bytes.subarray(start, start + total);
  const pixels = new Uint8Array(total);
  let at = 0;
  for (const [strip, offset] of offsets.entries()) {
    pixels.set(bytes.subarray(offset, offset + lengths[strip]!), at);
    at += lengths[strip]!;
  }
  return pixels;
}
