/**
 * HDF5 files in Node, on disk or in memory.
 *
 * @module @ecephys/hdf5/node
 */

export { type OpenHdf5Options, openHdf5 } from "./open-node.ts";
