/**
 * Shared between the packages of this repository only; may change in any release.
 *
 * @module @ecephys/hdf5/internal
 */

export { isWalkable } from "./global-heap.ts";
export { asFloat64, asText, isNumeric, onlyElement } from "./model.ts";
export { warmHdf5 } from "./open.ts";
