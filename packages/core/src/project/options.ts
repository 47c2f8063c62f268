import type { CacheStorage, DataFile, Names, OptionNames } from "@ecephys/files";
import type { EcephysProjectApi, FetchProgress } from "../fetch-api.ts";
import type { FileKind } from "../kinds/kind.ts";
import type { AddManifestPaths } from "../manifest/builder.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Readers } from "../readers.ts";
import type { UnitFilterOptions } from "../tables/unit-filters.ts";

/** What every method of a project cache takes. */
export interface CallOptions {
  /** Ends the call; what others wait for as well goes on. The signal's reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** What the methods that give project tables take. */
export interface TableOptions extends CallOptions {
  /** Columns to leave out, instead of the default ones; one name is a list of one, names that are no column mean nothing. */
  readonly suppress?: Names | undefined;
}

/** What the methods that give units take. */
export interface UnitTableOptions extends TableOptions, UnitFilterOptions {}

/** What the methods that give analysis metrics take. */
export interface MetricsOptions extends CallOptions, UnitFilterOptions {
  /** Whether the columns of `getUnits()` come first, for units that pass its filters; true by default. */
  readonly annotate?: boolean | undefined;
}

/** What `getSessionData` takes: unit filters for the session, whose defaults the reader knows. */
export interface SessionDataOptions extends CallOptions, UnitFilterOptions {}

/** How a project cache behaves, whatever it is kept in. */
export interface CacheBehaviour<Session = DataFile, Movie = DataFile, Scene = DataFile> {
  /** Where data come from that the cache does not have. */
  readonly api: EcephysProjectApi;
  /** Turn files into values; a kind that has none is answered with the DataFile. */
  readonly readers?: Readers<Session, Movie, Scene> | undefined;
  /**
   * Kinds of files beyond the project's own, whose paths `addManifestPaths` adds: they are prefetched, verified,
   * repaired and counted as the others are, and read with `ensureFile`.
   */
  readonly kinds?: readonly FileKind[] | undefined;
  /** How often a fetch is tried in all; 2 by default. */
  readonly fetchTries?: number | undefined;
  /** Whether faster copies of large tables are kept in ".ecephys/"; true by default. */
  readonly derivedFiles?: boolean | undefined;
  /** Whether nothing at all is asked of `api`; false by default. */
  readonly offline?: boolean | undefined;
  /**
   * Tables hold only sessions that were published on or before this date, and what belongs to them; the files of
   * the cache and the raw tables of probes, channels and units hold all. LIMS has sessions that were never
   * published (notes L3, L5).
   */
  readonly publishedAt?: string | Date | undefined;
  /** Told what is no failure: a retry, a damaged file that is fetched anew. `console.warn` by default. */
  readonly onWarning?: ((message: string) => void) | undefined;
  /** Told how far fetches have come. */
  readonly onProgress?: ((progress: FetchProgress) => void) | undefined;
}

/** What the constructor of a project cache takes. */
export interface ProjectCacheOptions<Session = DataFile, Movie = DataFile, Scene = DataFile>
  extends CacheBehaviour<Session, Movie, Scene> {
  readonly storage: CacheStorage;
  /** AllenSDK's layout by default. */
  readonly manifest?: Manifest | undefined;
}

/** What `createProjectCache` takes. */
export interface CreateProjectCacheOptions<Session = DataFile, Movie = DataFile, Scene = DataFile>
  extends CacheBehaviour<Session, Movie, Scene>,
    CallOptions {
  /** Memory by default. */
  readonly storage?: CacheStorage | undefined;
  /** The manifest's path in the storage; "ecephys_project_manifest.json" by default. */
  readonly manifest?: string | undefined;
  /** The only manifest version that is accepted; 0.2.1 and 0.3.0 by default (note C3). */
  readonly version?: string | undefined;
  /** Adds paths to the manifest, for subclasses and plugins. */
  readonly addManifestPaths?: AddManifestPaths | undefined;
}

export const CALL_OPTIONS: OptionNames<CallOptions> = { signal: true };
export const TABLE_OPTIONS: OptionNames<TableOptions> = { ...CALL_OPTIONS, suppress: true };
export const RAW_UNIT_OPTIONS: OptionNames<CallOptions & UnitFilterOptions> = {
  ...CALL_OPTIONS,
  amplitudeCutoffMaximum: true,
  presenceRatioMinimum: true,
  isiViolationsMaximum: true,
  filterOutOfBrainUnits: true,
  filterByValidity: true,
};
export const UNIT_TABLE_OPTIONS: OptionNames<UnitTableOptions> = { ...TABLE_OPTIONS, ...RAW_UNIT_OPTIONS };
export const METRICS_OPTIONS: OptionNames<MetricsOptions> = { ...RAW_UNIT_OPTIONS, annotate: true };
const BEHAVIOUR: OptionNames<CacheBehaviour> = {
  api: true,
  readers: true,
  kinds: true,
  fetchTries: true,
  derivedFiles: true,
  offline: true,
  publishedAt: true,
  onWarning: true,
  onProgress: true,
};
export const CACHE_OPTIONS: OptionNames<ProjectCacheOptions> = {
  ...BEHAVIOUR,
  storage: true,
  manifest: true,
};
export const CREATE_OPTIONS: OptionNames<CreateProjectCacheOptions> = {
  ...CACHE_OPTIONS,
  signal: true,
  version: true,
  addManifestPaths: true,
};
