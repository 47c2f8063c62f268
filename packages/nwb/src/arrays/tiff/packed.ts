import type { NumericArray } from "@ecephys/core";
import { fromArrayBuffer } from "geotiff";
import type { Refuse } from "../failures.ts";
import type { TiffFile } from "./directory.ts";
import type { TiffImage } from "./image.ts";

/**
 * The values of a compressed, tiled or bit-packed image, rows × columns × samples in C order, by geotiff. Only
 * for images that `describeImage` let pass: geotiff itself follows circles of directories and claims of size.
 * @throws what `refuse` makes ("format") where geotiff gives up, or does not give every value.
 */
export async function readPacked(
  { bytes }: TiffFile,
  { index, width, height, samples }: TiffImage,
  refuse: Refuse,
  signal: AbortSignal | undefined,
): Promise<NumericArray> {
  let values: unknown;
  try {
    const tiff = await fromArrayBuffer(bytes.slice().buffer, signal);
    const image = await tiff.getImage(index);
    values = await image.readRasters({ interleave: true, ...(signal && { signal }) });
  } catch (cause) {
    signal?.throwIfAborted();
    throw refuse(
      `its pixels cannot be unpacked (${cause instanceof Error ? cause.message : String(cause)})`,
      cause,
    );
  }
  if (isNumeric(values) && values.length === width * height * samples) return values;
  throw refuse("its pixels cannot be unpacked whole");
}

function isNumeric(values: unknown): values is NumericArray {
  return ArrayBuffer.isView(values) && !(values instanceof DataView);
}
