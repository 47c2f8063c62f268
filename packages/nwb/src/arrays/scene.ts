import type { DataArray, FileReader } from "@ecephys/core";
import { dataFileBytes } from "@ecephys/files";

/**
 * Reads natural scenes: a TIFF file becomes rows × columns of brightness (0 is black, 255 white in this data
 * set). Its errors are those of `readTiff`.
 */
export function naturalSceneReader(): FileReader<DataArray> {
  return {
    open: async (file, { signal } = {}) => {
      const bytes = await dataFileBytes(file, { signal });
      const { readTiff } = await import("./tiff/index.ts");
      return readTiff(bytes, { location: file.name, name: "natural_scene", signal });
    },
  };
}
