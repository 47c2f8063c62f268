/**
 * The same with files on disk, for Node.
 *
 * @module @ecephys/export/node
 */

export { openDataset } from "./dataset/open-node.ts";
export * from "./index.ts";
export { writeRows } from "./write-rows.ts";
