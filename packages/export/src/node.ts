/**
 * The same with files on disk, for Node.
 *
 * @module @ecephys/export/node
 */

export * from "./index.ts";
export { writeRows } from "./write-rows.ts";
