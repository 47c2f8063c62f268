import type { DataArray, FileReader } from "@ecephys/core";
import { dataFileBytes } from "@ecephys/files";
import { readTiff } from "./tiff/index.ts";

/**
 * Reads natural scenes: a TIFF file becomes rows × columns of brightness (0 is black, 255 white in this data
 * set). Its errors are those of `readTiff`.
 */
export function naturalSceneReader(): FileReader<DataArray> {
  return {
    open: async (file, { signal } = {}) =>
      readTiff(await dataFileBytes(file, { signal }), { location: file.name, name: "natural_scene", signal }),
  };
}
