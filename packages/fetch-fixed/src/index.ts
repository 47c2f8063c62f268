/**
 * A backend that refuses to fetch.
 *
 * @module @ecephys/fetch-fixed
 */

export { fixed } from "./fixed.ts";
