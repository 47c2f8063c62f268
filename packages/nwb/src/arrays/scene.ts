import type { ArrayReader, DataArray } from "@ecephys/core";
import { readTiff } from "./tiff/index.ts";

/**
 * Reads natural scenes: a TIFF file becomes rows × columns of brightness (0 black, 255 white in the data set's).
 * Its errors are those of `readTiff`.
 */
export function naturalSceneReader(): ArrayReader<DataArray> {
  return {
    read: async (file, { signal } = {}) =>
      readTiff(await file.bytes({ signal }), { location: file.location, name: "natural_scene", signal }),
  };
}
