/**
 * The project cache and its contracts: tables, manifest, caching, storages in memory. Runs in Node and in browsers.
 *
 * @module @ecephys/core
 */

export type {
  ByteSource,
  CacheStorage,
  DownloadEvent,
  EcephysErrorCode,
  EcephysErrorDetails,
  EcephysErrorRetry,
  EventSubject,
  FileRecord,
  Id,
  Ids,
  LeftoverKind,
  Names,
  OpenRemoteFileOptions,
  RemoteBody,
  RemoteFile,
  RemoteFileInfo,
  StoredFileInfo,
} from "@ecephys/files";
export { EcephysError, isEcephysError, memoryStorage } from "@ecephys/files";
export { type CallCachingOptions, callCaching, NotKept } from "./caching/call-caching.ts";
export { KEPT, type OneFileCallCachingOptions, oneFileCallCaching } from "./caching/one-file.ts";
export {
  DataArray,
  type DataArrayInit,
  type Label,
  type Labels,
  type NumericArray,
  type Selection,
  type SideCoordinate,
} from "./data-array.ts";
export type {
  ChannelFilters,
  EcephysProjectApi,
  FetchOptions,
  FetchProgress,
  ProbeFilters,
  PublishedFilter,
  SessionFilters,
  UnitAnalysisMetricFilters,
  UnitFilters,
} from "./fetch-api.ts";
export type { CacheFileKind, FetchedKind } from "./integrity/kinds.ts";
export type {
  CacheFileEntry,
  CacheStatus,
  FileProblem,
  KindTotal,
  Leftover,
  PrunableKind,
  PruneOptions,
  PruneReport,
  RepairOptions,
  RepairSummary,
  VerifyOptions,
  VerifyProgress,
  VerifyReport,
} from "./integrity/reports.ts";
export {
  type AddManifestPaths,
  MANIFEST_FILE_NAME,
  MANIFEST_VERSION,
  ManifestBuilder,
  type ManifestEntry,
  projectManifest,
} from "./manifest/builder.ts";
export {
  CHANNELS_KEY,
  NATURAL_MOVIE_DIR_KEY,
  NATURAL_MOVIE_KEY,
  NATURAL_SCENE_DIR_KEY,
  NATURAL_SCENE_KEY,
  PROBE_LFP_NWB_KEY,
  PROBES_KEY,
  SESSION_ANALYSIS_METRICS_KEY,
  SESSION_DIR_KEY,
  SESSION_NWB_KEY,
  SESSIONS_KEY,
  TYPEWISE_ANALYSIS_METRICS_KEY,
  UNITS_KEY,
} from "./manifest/keys.ts";
export { Manifest, type ManifestPath, type PathArgument } from "./manifest/manifest.ts";
export { type OpenManifestOptions, openManifest } from "./manifest/open.ts";
export type { PrefetchEvent, PrefetchTotals } from "./prefetch/events.ts";
export type {
  PlannedAmount,
  PlannedFile,
  PlanPrefetchOptions,
  PrefetchedFile,
  PrefetchFailure,
  PrefetchOptions,
  PrefetchPlan,
  PrefetchRequest,
  PrefetchSummary,
} from "./prefetch/plan.ts";
export { createProjectCache, projectCacheOptions } from "./project/create.ts";
export type {
  CacheBehaviour,
  CallOptions,
  CreateProjectCacheOptions,
  MetricsOptions,
  ProjectCacheOptions,
  SessionDataOptions,
  TableOptions,
  UnitTableOptions,
} from "./project/options.ts";
export { EcephysProjectCache } from "./project-cache.ts";
export type { ArrayReader, CachedFile, Readers, SessionContext, SessionReader } from "./readers.ts";
export type { IndexRange, IndexSelector, LabelRange, LabelSelector } from "./selection.ts";
export {
  type AnnotateOptions,
  type AnnotateUnitsOptions,
  annotateChannels,
  annotateMetrics,
  annotateProbes,
  annotateSessions,
  annotateUnits,
  type RawTables,
} from "./tables/annotate.ts";
export { type TableRecords, tableFromColumns, tableFromRecords } from "./tables/build.ts";
export { countOwned, distinctValues, getGroupedUniques } from "./tables/counts.ts";
export { type ReadCsvOptions, readCsv } from "./tables/csv-read.ts";
export { writeCsv } from "./tables/csv-write.ts";
export { type JoinOptions, joinTables, type Suffixes } from "./tables/join.ts";
export {
  CHANNELS,
  type ColumnSpec,
  type ColumnType,
  PROBES,
  SESSIONS,
  type TableSchema,
  UNIT_ANALYSIS_METRICS,
  UNITS,
} from "./tables/schema.ts";
export { filterUnits, UNIT_FILTER_DEFAULTS, type UnitFilterOptions } from "./tables/unit-filters.ts";
