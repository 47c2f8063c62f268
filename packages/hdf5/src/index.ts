/**
 * HDF5 files, of which only the requested parts are read. Runs in Node and in browsers.
 *
 * @module @ecephys/hdf5
 */

export type {
  Hdf5CallOptions,
  Hdf5Data,
  Hdf5Dataset,
  Hdf5Element,
  Hdf5Entry,
  Hdf5File,
  Hdf5Group,
  Hdf5LinkTarget,
  Hdf5Member,
  Hdf5Numbers,
  Hdf5Object,
  Hdf5PrefetchOptions,
  Hdf5Range,
  Hdf5ReadOptions,
  Hdf5Reference,
  Hdf5Type,
  Hdf5Values,
  Hdf5WalkOptions,
  StoredBits,
} from "./model.ts";
export { type OpenHdf5Options, openHdf5, type WorkerOptions } from "./open.ts";
