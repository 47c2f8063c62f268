import type { CacheStorage, DataFile, Names, OptionNames } from "@ecephys/files";
import type { CorrectionChoice } from "../corrections/choice.ts";
import type { EcephysProjectApi, FetchProgress } from "../fetch-api.ts";
import type { FileKind } from "../kinds/kind.ts";
import type { AddManifestPaths } from "../manifest/builder.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Readers } from "../readers.ts";
import type { UnitFilterOptions } from "../tables/unit-filters.ts";

/** Options of every method of a project cache. */
export interface CallOptions {
  /** Aborts the call, which throws the signal's reason; work that other callers are waiting for continues. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of the methods that return project tables. */
export interface TableOptions extends CallOptions {
  /** Columns to leave out, instead of the default ones; a name or a list of names, of which unknown ones are ignored. */
  readonly suppress?: Names | undefined;
}

/** Options of the methods that return units. */
export interface UnitTableOptions extends TableOptions, UnitFilterOptions {}

/** Options of the methods that return analysis metrics. */
export interface MetricsOptions extends CallOptions, UnitFilterOptions {
  /** Whether the columns of `getUnits()` come first, for units that pass its filters; true by default. */
  readonly annotate?: boolean | undefined;
}

/** Options of `getSessionData`: unit filters for the session; the reader applies the defaults. */
export interface SessionDataOptions extends CallOptions, UnitFilterOptions {
  /**
   * Whether the session's file, and those of its LFP, are read from the backend in parts where they are not in the
   * cache: only what is needed is transferred, and nothing is kept on disk but with `keep`. False by default: they are
   * downloaded first.
   */
  readonly stream?: boolean | undefined;
  /**
   * Whether parts of streamed files are kept in the cache's directory, and need not be transferred again while the
   * file on the server stays the same; a download goes on from them, and a file of which all parts are there becomes
   * one of the cache when it is next opened. False by default.
   */
  readonly keep?: boolean | undefined;
}

/** Options of a project cache in any storage. */
export interface CacheBehaviour<Session = DataFile, Movie = DataFile, Scene = DataFile> {
  /** The backend that provides data missing from the cache. */
  readonly api: EcephysProjectApi;
  /** Turn files into values; without a reader, a file is returned as a DataFile. */
  readonly readers?: Readers<Session, Movie, Scene> | undefined;
  /**
   * Kinds of files beyond the project's own, whose paths `addManifestPaths` adds: they are prefetched,
   * verified, repaired and counted like the others, and read with `ensureFile`.
   */
  readonly kinds?: readonly FileKind[] | undefined;
  /** Total number of fetch attempts; 2 by default. */
  readonly fetchTries?: number | undefined;
  /** Whether faster copies of large tables are kept in ".ecephys/"; true by default. */
  readonly derivedFiles?: boolean | undefined;
  /** Whether `api` is never contacted; false by default. */
  readonly offline?: boolean | undefined;
  /**
   * Tables contain only sessions published on or before this date, with their probes, channels and units; the
   * files of the cache and the raw tables of probes, channels and units contain all. LIMS also has unpublished
   * sessions ([note L3](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#l3),
   * [note L5](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#l5)).
   */
  readonly publishedAt?: string | Date | undefined;
  /**
   * Which known faults of the released data are put right in tables and sessions (`CORRECTIONS`); none by default, as
   * in AllenSDK: then a warning tells of values that are affected.
   */
  readonly corrections?: CorrectionChoice | undefined;
  /** Called with warnings, such as a retry or a damaged file that is downloaded again. `console.warn` by default. */
  readonly onWarning?: ((message: string) => void) | undefined;
  /** Called with the progress of fetches. */
  readonly onProgress?: ((progress: FetchProgress) => void) | undefined;
}

/** Options of a project cache's constructor. */
export interface ProjectCacheOptions<Session = DataFile, Movie = DataFile, Scene = DataFile>
  extends CacheBehaviour<Session, Movie, Scene> {
  readonly storage: CacheStorage;
  /** AllenSDK's layout by default. */
  readonly manifest?: Manifest | undefined;
}

/** Options of `createProjectCache`. */
export interface CreateProjectCacheOptions<Session = DataFile, Movie = DataFile, Scene = DataFile>
  extends CacheBehaviour<Session, Movie, Scene>,
    CallOptions {
  /** Memory by default. */
  readonly storage?: CacheStorage | undefined;
  /** The manifest's path in the storage; "ecephys_project_manifest.json" by default. */
  readonly manifest?: string | undefined;
  /** Accept only this manifest version; 0.2.1 and 0.3.0 by default ([note C3](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#c3)). */
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
export const SESSION_OPTIONS: OptionNames<SessionDataOptions> = {
  ...RAW_UNIT_OPTIONS,
  keep: true,
  stream: true,
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
  corrections: true,
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
