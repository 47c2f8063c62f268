/**
 * Assets downloaded into a directory, with their digests checked, for Node.
 *
 * @module @ecephys/dandi/node
 */

export {
  type DownloadAssetOptions,
  type DownloadedAsset,
  downloadAsset,
  downloadedAsset,
} from "./download-asset.ts";
export { dandiEtag } from "./etag.ts";
