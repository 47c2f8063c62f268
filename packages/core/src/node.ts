/**
 * The project cache in a directory, for Node.
 *
 * @module @ecephys/core/node
 */

export { directoryStorage } from "@ecephys/files/node";
export { findManifests } from "./find-manifests.ts";
export { type OpenProjectCacheOptions, openProjectCache } from "./open-project-cache.ts";
