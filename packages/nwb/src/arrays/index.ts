export { openHdf5Array } from "./hdf5-array.ts";
export type { LazyArray } from "./lazy-array.ts";
export {
  type Movie,
  type MovieOptions,
  type MovieReaderOptions,
  naturalMovieReader,
  type OpenMovieOptions,
  openMovie,
} from "./movie.ts";
export { type NpyFile, type NpyOptions, openNpy, readNpy } from "./npy.ts";
export { encodePng, type PngOptions } from "./png.ts";
export { naturalSceneReader } from "./scene.ts";
export { readTiff, type TiffOptions } from "./tiff/index.ts";
