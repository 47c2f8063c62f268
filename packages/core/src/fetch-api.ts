import type { Ids, Names, RemoteFile } from "@ecephys/files";
import type { ColumnTable } from "arquero";

/** Progress of a fetch. */
export interface FetchProgress {
  /** What is being fetched: "units", "session 715093703". */
  readonly resource: string;
  readonly loaded: number;
  readonly total?: number | undefined;
  readonly unit: "rows" | "bytes";
}

/** Options of every fetch. */
export interface FetchOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: FetchProgress) => void) | undefined;
}

/**
 * Filters by date of publication. A backend without publication dates refuses the filter with an EcephysError
 * "argument", because ignoring it would silently change the result.
 */
export interface PublishedFilter {
  /** Only sessions published on or before this date ("2019-10-03" or a Date). */
  readonly publishedAt?: string | Date | undefined;
}

/** Which sessions. */
export interface SessionFilters extends FetchOptions, PublishedFilter {
  readonly sessionIds?: Ids | undefined;
  /** Whether eye tracking was recorded. A backend without this information refuses the filter with an EcephysError "argument". */
  readonly hasEyeTracking?: boolean | undefined;
  /**
   * Session types such as "brain_observatory_1.1". A backend that cannot filter by them refuses them with an
   * EcephysError "argument".
   */
  readonly stimulusNames?: Names | undefined;
}

/** Which probes: by their own ids, or by those of their sessions. */
export interface ProbeFilters extends FetchOptions, PublishedFilter {
  readonly probeIds?: Ids | undefined;
  readonly sessionIds?: Ids | undefined;
}

/** Which channels: by their own ids, or by those of their probes or sessions. */
export interface ChannelFilters extends FetchOptions, PublishedFilter {
  readonly channelIds?: Ids | undefined;
  readonly probeIds?: Ids | undefined;
  readonly sessionIds?: Ids | undefined;
}

/** Which units: by their own ids, or by those of their channels, probes or sessions. */
export interface UnitFilters extends FetchOptions, PublishedFilter {
  readonly unitIds?: Ids | undefined;
  readonly channelIds?: Ids | undefined;
  readonly probeIds?: Ids | undefined;
  readonly sessionIds?: Ids | undefined;
}

/** Which units' analysis metrics. */
export interface UnitAnalysisMetricFilters extends FetchOptions {
  readonly unitIds?: Ids | undefined;
  readonly sessionIds?: Ids | undefined;
  readonly sessionTypes?: Names | undefined;
}

/** A table that a cache keeps as one CSV file. */
export type TableFile =
  | { readonly table: "sessions" | "probes" | "channels" | "units" }
  | { readonly table: "metrics"; readonly sessionType: string }
  | { readonly table: "metrics"; readonly sessionId: number };

/** How a table's text is fetched. */
export interface TableTextOptions extends FetchOptions {
  /** The validator of the text that is already there; as long as it is current, the answer is "unchanged". */
  readonly validator?: string | undefined;
}

/** A table as the CSV file that a cache keeps. */
export interface TableText {
  /** As `readCsv` reads it: the text of AllenSDK's caches. */
  readonly csv: Uint8Array;
  /** The server's validator of this version, if it gives one. */
  readonly validator?: string | undefined;
  /** The name of the backend that answered, if it is not `name`. */
  readonly source?: string | undefined;
}

/**
 * What a backend provides to a project cache. Tables are raw (as AllenSDK's fetch API returns them: not joined,
 * not filtered by quality), sorted by id, with declared column types (`SESSIONS`, `PROBES`, `CHANNELS`,
 * `UNITS`, `UNIT_ANALYSIS_METRICS`); filters that match nothing return an empty table with those columns. A
 * file is a RemoteFile; one that does not exist is an EcephysError "not-found" that names it.
 * `fetchApiContract` of "@ecephys/core/testing" checks all of this.
 */
export interface EcephysProjectApi {
  /** For messages: "warehouse". */
  readonly name: string;
  getSessions(options?: SessionFilters): Promise<ColumnTable>;
  getProbes(options?: ProbeFilters): Promise<ColumnTable>;
  getChannels(options?: ChannelFilters): Promise<ColumnTable>;
  getUnits(options?: UnitFilters): Promise<ColumnTable>;
  /** One row per unit, `ecephys_unit_id` first, a column for every metric that any of the units has. */
  getUnitAnalysisMetrics(options?: UnitAnalysisMetricFilters): Promise<ColumnTable>;
  /**
   * Optional, for backends that have tables as the text of a cache's CSV files: the text of one, which the cache
   * keeps as it is, together with its validator. With the validator of an earlier text, "unchanged" if it is still
   * current, so that looking for a newer version costs one conditional request. `undefined` for a table that the
   * backend has not in this form; the cache then calls the table's own method.
   */
  getTableText?(file: TableFile, options?: TableTextOptions): Promise<TableText | "unchanged" | undefined>;
  /** The session's NWB file. */
  getSessionData(sessionId: number, options?: FetchOptions): Promise<RemoteFile>;
  /** The probe's LFP NWB file. */
  getProbeLfpData(probeId: number, options?: FetchOptions): Promise<RemoteFile>;
  /** The frames of natural movie `number`, an .npy file. */
  getNaturalMovieTemplate(number: number, options?: FetchOptions): Promise<RemoteFile>;
  /** Natural scene `number`, a TIFF file. */
  getNaturalSceneTemplate(number: number, options?: FetchOptions): Promise<RemoteFile>;
  /** Releases the backend's resources (connections). */
  close?(): Promise<void>;
}
