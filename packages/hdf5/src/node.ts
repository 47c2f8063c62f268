/**
 * HDF5 files on disk, for Node.
 *
 * @module @ecephys/hdf5/node
 */

export { openPath as openHdf5 } from "./open-path.ts";
