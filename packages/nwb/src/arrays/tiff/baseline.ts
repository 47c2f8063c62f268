import type { NumericArray } from "@ecephys/core";
import type { Refuse } from "../failures.ts";
import { decodeNumbers } from "../number-format.ts";
import type { TiffFile } from "./directory.ts";
import { sampleFormatOf, type TiffImage } from "./image.ts";
import { TAG } from "./tags.ts";

/**
 * The values of an image whose strips lie in the file as they are: rows × columns × samples, in C order.
 * @throws what `refuse` makes ("format") where a strip is missing, too short or beyond the file's end.
 */
export function readBaseline(
  file: TiffFile,
  image: TiffImage,
  resource: string,
  refuse: Refuse,
): NumericArray {
  const { directory, width, height, samples } = image;
  const format = sampleFormatOf(image, file.littleEndian, refuse);
  const rowLength = width * samples * format.size;
  const rowsPerStrip = Math.min(directory.values(TAG.rowsPerStrip)?.[0] ?? height, height);
  const offsets = directory.values(TAG.stripOffsets) ?? [];
  const strips = Math.ceil(height / rowsPerStrip);
  if (!(rowsPerStrip >= 1) || offsets.length !== strips)
    throw refuse(`${offsets.length} strips of ${rowsPerStrip} rows do not make ${height} rows`);
  const counts = directory.values(TAG.stripByteCounts);
  if (counts && counts.length !== strips) throw refuse(`${counts.length} lengths for ${strips} strips`);
  const pixels = new Uint8Array(height * rowLength);
  for (let strip = 0; strip < strips; strip++) {
    const start = strip * rowsPerStrip;
    const length = (Math.min(start + rowsPerStrip, height) - start) * rowLength;
    const offset = offsets[strip]!;
    if (counts && counts[strip]! < length)
      throw refuse(`strip ${strip} holds ${counts[strip]} of ${length} bytes`);
    if (offset + length > file.bytes.length) throw refuse(`strip ${strip} goes beyond its end`);
    pixels.set(file.bytes.subarray(offset, offset + length), start * rowLength);
  }
  return decodeNumbers(pixels, format, resource);
}
