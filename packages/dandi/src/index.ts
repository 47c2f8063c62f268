/**
 * Datasets of the DANDI archive: their assets, and the files of the Visual Coding set as those of a project.
 *
 * @module @ecephys/dandi
 */

export { type DandiAddress, parseDandiAddress } from "./address.ts";
export type { DandiAsset, DandiDigests } from "./asset.ts";
export { dandi } from "./dandi.ts";
export { type DandiFilesOptions, dandiFiles } from "./dandi-files.ts";
export type { AssetFilters, Dandiset, DandisetInfo, DandisetVersion } from "./dandiset.ts";
export type { DandiOptions } from "./options.ts";
