import type { DandiAsset } from "./asset.ts";

/** A call that can be aborted. */
export interface DandiCallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Which assets. */
export interface AssetFilters extends DandiCallOptions {
  /** A pattern of complete paths, in which `*` stands for anything, slashes too: "*_ses-715093703.nwb". */
  readonly glob?: string | undefined;
}

/** A dandiset, as the archive describes it. */
export interface DandisetInfo {
  readonly id: string;
  readonly name: string;
  readonly isEmbargoed: boolean;
  /** The newest published version; undefined where there is only a draft. */
  readonly published: string | undefined;
}

/** A version of a dandiset. */
export interface DandisetVersion {
  /** "0.210914.1900", "draft". */
  readonly version: string;
  readonly name: string;
  readonly assetCount: number;
  /** Bytes of all assets. */
  readonly byteLength: number;
  readonly created: string;
}

/** One version of a dandiset. Methods reject with an EcephysError, or the signal's reason. */
export interface Dandiset {
  readonly id: string;
  info(options?: DandiCallOptions): Promise<DandisetInfo>;
  /** All versions, the oldest first. */
  versions(options?: DandiCallOptions): Promise<DandisetVersion[]>;
  /** The version that the other methods read. */
  version(options?: DandiCallOptions): Promise<string>;
  /** The assets, in the order of their paths, page by page as they are read. */
  assets(filters?: AssetFilters): AsyncIterable<DandiAsset>;
  /** The asset of exactly this path. @throws an EcephysError "not-found" that names similar paths. */
  asset(path: string, options?: DandiCallOptions): Promise<DandiAsset>;
}
