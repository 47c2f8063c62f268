import type { NumericArray } from "@ecephys/core";
import { fromArrayBuffer, type GeoTIFFImage } from "geotiff";
import type { Refuse } from "../failures.ts";
import type { Blocks } from "./blocks.ts";
import type { TiffFile } from "./directory.ts";
import type { TiffImage } from "./image.ts";
import { TAG } from "./tags.ts";

/**
 * The values of a compressed, tiled or bit-packed image, rows × columns × samples in C order, by geotiff. Only
 * for images that `describeImage` let pass: geotiff itself follows circles of directories and claims of size,
 * and takes blocks without bytes for black ones.
 * @throws what `refuse` makes ("format") where geotiff gives up, or does not give every value.
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
    throw refuse(`its pixels cannot be unpacked (${reason})`, cause);
  }
  if (isNumeric(values) && values.length === width * height * samples) return values;
  throw refuse("its pixels cannot be unpacked whole");
}

function checkBlocks({ offsets, lengths }: Blocks, fileLength: number, refuse: Refuse): void {
  if (!lengths) throw refuse("it does not say how long its packed blocks are");
  for (const [block, offset] of offsets.entries()) {
    const length = lengths[block]!;
    if (length === 0) throw refuse(`block ${block} of its pixels is empty`);
    if (offset + length > fileLength) throw refuse(`block ${block} of its pixels goes beyond its end`);
  }
}

/** geotiff 3.0 reads long lists of offsets and lengths as little-endian in every file: it is given ours. */
function placeBlocks({ fileDirectory }: GeoTIFFImage, { tiled, offsets, lengths }: Blocks): void {
  fileDirectory.actualizedFields.set(tiled ? TAG.tileOffsets : TAG.stripOffsets, [...offsets]);
  fileDirectory.actualizedFields.set(tiled ? TAG.tileByteCounts : TAG.stripByteCounts, [...(lengths ?? [])]);
}

function isNumeric(values: unknown): values is NumericArray {
  return ArrayBuffer.isView(values) && !(values instanceof DataView);
}
