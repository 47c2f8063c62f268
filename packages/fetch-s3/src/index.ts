/**
 * The Allen Institute's public S3 bucket as a backend of the project cache, and the raw recordings beside it.
 * Works with S3-compatible servers and plain HTTP mirrors too.
 *
 * @module @ecephys/fetch-s3
 */

export type { ListedFile } from "./listing/listed-file.ts";
export type { S3Options } from "./options.ts";
export type { RawBand, RawSelection } from "./raw/raw-band.ts";
export { type S3Api, s3 } from "./s3.ts";
