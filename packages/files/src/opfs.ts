/**
 * A storage in a site's private file system, for browsers.
 *
 * @module @ecephys/files/opfs
 */

export { opfsStorage } from "./storage/opfs.ts";
