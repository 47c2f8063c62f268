import type { DataArray, FileReader } from "@ecephys/core";
import { argumentChecks, type DataFile, dataFileBytes, type OptionNames } from "@ecephys/files";
import type { Hdf5File } from "@ecephys/hdf5";
import { refusalsOf, requireFile } from "./failures.ts";
import { openHdf5Array } from "./hdf5-array.ts";
import type { LazyArray } from "./lazy-array.ts";
import { openNpy } from "./npy.ts";
import { isNpy } from "./npy-header.ts";

/** How a movie is opened. */
export interface MovieOptions {
  /** How to open a movie that is an HDF5 file; by default it is read into memory. */
  readonly openHdf5?:
    | ((file: DataFile, options: { signal?: AbortSignal | undefined }) => Promise<Hdf5File>)
    | undefined;
}

/** The result of a movie reader. */
export interface MovieReaderOptions extends MovieOptions {
  /** Read this frame alone (counted from 0): rows × columns, without the rest of the movie. */
  readonly frame?: number | undefined;
}

/** How one movie is opened. */
export interface OpenMovieOptions extends MovieOptions {
  readonly signal?: AbortSignal | undefined;
}

const OPEN_OPTIONS: OptionNames<OpenMovieOptions> = { openHdf5: true, signal: true };
const READER_OPTIONS: OptionNames<MovieReaderOptions> = { openHdf5: true, frame: true };
const ACTION = "Reading a natural movie";

/** An open movie, of which only the header has been read. */
export interface Movie extends LazyArray {
  close(): Promise<void>;
}

const NAME = "natural_movie";
const DIMS = ["frame", "row", "column"];
const HDF5_MAGIC = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Reads natural movies: frames × rows × columns of brightness. The warehouse calls its movies .h5, but they are
 * .npy files: the format is detected from the first bytes, and real HDF5 is read as well. Its errors are those
 * of `openMovie`; with `frame` also "not-found" for a frame that the movie does not have.
 */
export function naturalMovieReader(options: MovieReaderOptions = {}): FileReader<DataArray> {
  const { frame, openHdf5 } = argumentChecks(ACTION).knownOptions(options, READER_OPTIONS);
  return {
    async open(file, { signal } = {}) {
      const movie = await openMovie(file, { openHdf5, signal });
      try {
        return await (frame === undefined ? movie.read({ signal }) : movie.frame(frame, { signal }));
      } finally {
        await movie.close();
      }
    },
  };
}

/**
 * Opens a movie to read frames of it, one at a time.
 * @throws an EcephysError "format" if the file is neither .npy nor HDF5, is damaged, or does not contain a
 * movie.
 */
export async function openMovie(file: DataFile, options: OpenMovieOptions = {}): Promise<Movie> {
  const { signal } = argumentChecks(ACTION).knownOptions(options, OPEN_OPTIONS);
  requireFile(ACTION, file);
  const refuse = refusalsOf(ACTION, file.name);
  const source = await file.source({ signal });
  const magic = await source.slice(0, HDF5_MAGIC.length, { signal });
  if (isNpy(magic)) {
    const npy = await openNpy(source, { location: file.name, name: NAME, dims: DIMS, signal });
    if (npy.shape.length !== DIMS.length)
      throw refuse(`an array of shape (${npy.shape.join(", ")}) is not a movie`);
    return { ...npy, close: async () => {} };
  }
  if (!HDF5_MAGIC.every((byte, i) => magic[i] === byte))
    throw refuse(source.byteLength === 0 ? "it is empty" : "it is neither an .npy nor an HDF5 file");
  const open = options.openHdf5 ?? inMemory;
  const hdf5 = await open(file, { signal });
  try {
    return { ...(await openHdf5Array(hdf5, NAME, DIMS)), close: () => hdf5.close() };
  } catch (error) {
    await hdf5.close();
    throw error;
  }
}

async function inMemory(file: DataFile, { signal }: { signal?: AbortSignal | undefined }): Promise<Hdf5File> {
  const { openHdf5 } = await import("@ecephys/hdf5");
  return openHdf5(await dataFileBytes(file, { signal }), { location: file.name, signal });
}
