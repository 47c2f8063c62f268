/**
 * A storage in a directory, and Node's own HTTP behind `fetch`.
 *
 * @module @ecephys/files/node
 */

export { nodeFetch } from "./node-http/node-fetch.ts";
export { directoryStorage } from "./storage/directory.ts";
