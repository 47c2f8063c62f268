/**
 * The project cache in a directory, for Node.
 *
 * @module @ecephys/core/node
 */

export { nodeFetch } from "./node-http/node-fetch.ts";
export { type OpenProjectCacheOptions, openProjectCache } from "./project/open.ts";
export { directoryStorage } from "./storage/directory.ts";
