import type { NumericArray } from "@ecephys/core";
import { fromArrayBuffer, type GeoTIFFImage } from "geotiff";
import type { Refuse } from "../failures.ts";
import type { Blocks } from "./blocks.ts";
import type { TiffFile } from "./directory.ts";
import type { TiffImage } from "./image.ts";
import { TAG } from "./tags.ts";

/**
 * The values of a compressed, tiled or bit-packed image, rows × columns × samples in C order, by geotiff. Only
 * for images accepted by `describeImage`: geotiff itself follows cyclic directories, trusts claimed sizes, and
 * treats empty blocks as black.
 * @throws what `refuse` makes ("format") if geotiff fails, or does not return every value.
 */
export async function readPacked(
  { bytes }: TiffFile,
  { index, width, height, samples, blocks }: TiffImage,
  refuse: Refuse,
  signal: AbortSignal | undefined,
): Promise<NumericArray> {
  checkBlocks(blocks, bytes.length, refuse);
  let values: unknown;
  try {
    const tiff = await fromArrayBuffer(bytes.slice().buffer, signal);
    const image = await tiff.getImage(index);
    placeBlocks(image, blocks);
    values = await image.readRasters({ interleave: true, ...(signal && { signal }) });
  } catch (cause) {
    signal?.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw refuse(`its pixels cannot be decompressed (${reason})`, cause);
  }
  if (isNumeric(values) && values.length === width * height * samples) return values;
  throw refuse("its pixels could not be decompressed completely");
}

function checkBlocks({ offsets, lengths }: Blocks, fileLength: number, refuse: Refuse): void {
  if (!lengths) throw refuse("it does not state the lengths of its compressed blocks");
  for (const [block, offset] of offsets.entries()) {
    const length = lengths[block]!;
    if (length === 0) throw refuse(`block ${block} of its pixels is empty`);
    if (offset + length > fileLength)
      throw refuse(`block ${block} of its pixels extends beyond the end of the file`);
  }
}

/** geotiff 3.0 reads long lists of offsets and lengths as little-endian in every file, so it is given ours. */
function placeBlocks({ fileDirectory }: GeoTIFFImage, { tiled, offsets, lengths }: Blocks): void {
  fileDirectory.actualizedFields.set(tiled ? TAG.tileOffsets : TAG.stripOffsets, [...offsets]);
  fileDirectory.actualizedFields.set(tiled ? TAG.tileByteCounts : TAG.stripByteCounts, [...(lengths ?? [])]);
}

function isNumeric(values: unknown): values is NumericArray {
  return ArrayBuffer.isView(values) && !(values instanceof DataView);
}
