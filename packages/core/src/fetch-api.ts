import type { Ids, Names, RemoteFile } from "@ecephys/files";
import type { ColumnTable } from "arquero";

/** How far a fetch has come. */
export interface FetchProgress {
  /** What is being fetched: "units", "session 715093703". */
  readonly resource: string;
  readonly loaded: number;
  readonly total?: number | undefined;
  readonly unit: "rows" | "bytes";
}

/** What every fetch takes. */
export interface FetchOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: FetchProgress) => void) | undefined;
}

/** Only what was published on or before this date ("2019-10-03" or a Date); refused by the warehouse, which has no such filter. */
export interface PublishedFilter {
  readonly publishedAt?: string | Date | undefined;
}

/** Which sessions. */
export interface SessionFilters extends FetchOptions, PublishedFilter {
  readonly sessionIds?: Ids | undefined;
  /** Warehouse only. */
  readonly hasEyeTracking?: boolean | undefined;
  /** Warehouse only: session types such as "brain_observatory_1.1". */
  readonly stimulusNames?: Names | undefined;
}

/** Which probes: by their own ids, or by those of their sessions. */
export interface ProbeFilters extends FetchOptions, PublishedFilter {
  readonly probeIds?: Ids | undefined;
  readonly sessionIds?: Ids | undefined;
}

/** Which channels: by their own ids, or by those of what they belong to. */
export interface ChannelFilters extends FetchOptions, PublishedFilter {
  readonly channelIds?: Ids | undefined;
  readonly probeIds?: Ids | undefined;
  readonly sessionIds?: Ids | undefined;
}

/** Which units: by their own ids, or by those of what they belong to. */
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

/**
 * What a backend offers to a project cache. Tables are raw (as AllenSDK's fetch API gives them: not joined, not
 * filtered by quality), sorted by id, with declared column types (`tables/schema.ts`); filters that match
 * nothing give an empty table with those columns. A file is a RemoteFile; one that does not exist is an
 * EcephysError "not-found" that names it.
 */
export interface EcephysProjectApi {
  /** For messages: "warehouse", "lims", "fixed". */
  readonly name: string;
  getSessions(options?: SessionFilters): Promise<ColumnTable>;
  getProbes(options?: ProbeFilters): Promise<ColumnTable>;
  getChannels(options?: ChannelFilters): Promise<ColumnTable>;
  getUnits(options?: UnitFilters): Promise<ColumnTable>;
  /** One row per unit, `ecephys_unit_id` first, a column for every metric that any of the units has. */
  getUnitAnalysisMetrics(options?: UnitAnalysisMetricFilters): Promise<ColumnTable>;
  /** The session's NWB file. */
  getSessionData(sessionId: number, options?: FetchOptions): Promise<RemoteFile>;
  /** The probe's LFP NWB file. */
  getProbeLfpData(probeId: number, options?: FetchOptions): Promise<RemoteFile>;
  /** The frames of natural movie `number`, an .npy file. */
  getNaturalMovieTemplate(number: number, options?: FetchOptions): Promise<RemoteFile>;
  /** Natural scene `number`, a TIFF file. */
  getNaturalSceneTemplate(number: number, options?: FetchOptions): Promise<RemoteFile>;
  /** Gives back what the backend holds open (connections). */
  close?(): Promise<void>;
}
