import type { NumericArray } from "@ecephys/core";
import type { Refuse } from "../failures.ts";
import { decodeNumbers } from "../number-format.ts";
import type { TiffFile } from "./directory.ts";
import { sampleFormatOf, type TiffImage } from "./image.ts";

/**
 * The values of an image whose strips lie in the file as they are: rows × columns × samples, in C order.
 * @throws what `refuse` makes ("format") where a strip is too short or goes beyond the file's end.
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
  const pixels = new Uint8Array(height * rowLength);
  for (const [strip, offset] of blocks.offsets.entries()) {
    const row = strip * blocks.height;
    const length = (Math.min(row + blocks.height, height) - row) * rowLength;
    const claimed = blocks.lengths?.[strip] ?? length;
    if (claimed < length) throw refuse(`strip ${strip} holds ${claimed} of ${length} bytes`);
    if (offset + length > file.bytes.length) throw refuse(`strip ${strip} goes beyond its end`);
    pixels.set(file.bytes.subarray(offset, offset + length), row * rowLength);
  }
  return decodeNumbers(pixels, format, resource);
}
