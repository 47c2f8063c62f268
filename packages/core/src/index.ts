/**
 * The project cache and its contracts: tables, manifest, caching, storages in memory. Runs in Node and in browsers.
 *
 * @module @ecephys/core
 */

export type {
  ByteSource,
  CacheStorage,
  DataFile,
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
  PlainError,
  RemoteBody,
  RemoteFile,
  RemoteFileInfo,
  StoredFileInfo,
} from "@ecephys/files";
export { EcephysError, isEcephysError, memoryStorage } from "@ecephys/files";
export { type CallCachingOptions, callCaching, NotKept } from "./caching/call-caching.ts";
export { FetchedFile, KEPT, type OneFileCallCachingOptions, oneFileCallCaching } from "./caching/one-file.ts";
export type { CorrectionChoice } from "./corrections/choice.ts";
export {
  CORRECTIONS,
  type Correction,
  type CorrectionId,
  type CorrectionShown,
} from "./corrections/known.ts";
export { correctionsOf, type TableCorrection } from "./corrections/table-notes.ts";
export { createProjectCache, projectCacheOptions } from "./create-project-cache.ts";
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
  TableFile,
  TableText,
  TableTextOptions,
  UnitAnalysisMetricFilters,
  UnitFilters,
} from "./fetch-api.ts";
export type {
  CacheFileEntry,
  CacheStatus,
  FileProblem,
  KindTotal,
  Leftover,
  PruneOptions,
  PruneReport,
  VerifyOptions,
  VerifyProgress,
  VerifyReport,
} from "./integrity/reports.ts";
export { FILE_KINDS } from "./kinds/file-kinds.ts";
export type {
  CacheKind,
  FileKind,
  KindArgument,
  KindRequest,
  RemoteFileKind,
  TableKind,
} from "./kinds/kind.ts";
export type { CacheFileKind, FetchedKind, PrunableKind } from "./kinds/names.ts";
export {
  type AddManifestPaths,
  MANIFEST_VERSION,
  ManifestBuilder,
  type ManifestEntry,
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
export type { PlanPrefetchOptions, PrefetchOptions } from "./prefetch/options.ts";
export type { PlannedAmount, PlannedFile, PrefetchPlan, UnavailableFile } from "./prefetch/plan.ts";
export type { RepairOptions, RepairSummary } from "./prefetch/repair.ts";
export type { PrefetchRequest, WantedOfSessions } from "./prefetch/request.ts";
export type { PrefetchedFile, PrefetchFailure, PrefetchSummary } from "./prefetch/summary.ts";
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
export type { FileReader, Readers, SessionContext, SessionReader } from "./readers.ts";
export type { TableChanges } from "./refresh/changes.ts";
export type { RefreshedTable, RefreshOptions, RefreshReport } from "./refresh/refresh-tables.ts";
export type { IndexRange, IndexSelector, LabelRange, LabelSelector } from "./selection.ts";
export type { OpenSessions } from "./sessions/open-sessions.ts";
export type {
  SessionFailurePolicy,
  SessionsEvent,
  SessionsOptions,
  SessionsTotals,
} from "./sessions/options.ts";
export type { OpenedSession } from "./sessions/walk.ts";
export { type TableRecords, tableFromColumns, tableFromRecords } from "./tables/build.ts";
export { type ReadCsvOptions, readCsv } from "./tables/csv-read.ts";
export { writeCsv } from "./tables/csv-write.ts";
export type { UnitAnalysisMetricsRow, UnitWithMetricsRow } from "./tables/metric-types.ts";
export type {
  ChannelRow,
  ProbeRow,
  RawChannelRow,
  RawProbeRow,
  RawSessionRow,
  RawUnitRow,
  RowOf,
  SessionRow,
  UnitRow,
} from "./tables/row-types.ts";
export {
  CHANNELS,
  type ColumnSpec,
  type ColumnType,
  type KnownSchema,
  PROBES,
  SESSIONS,
  type TableSchema,
  UNIT_ANALYSIS_METRICS,
  UNITS,
} from "./tables/schema.ts";
export {
  SUPPRESS_FROM_CHANNELS,
  SUPPRESS_FROM_PROBES,
  SUPPRESS_FROM_SESSION_TABLE,
  SUPPRESS_FROM_UNITS,
} from "./tables/suppress.ts";
export type { AnyRow, ColumnKinds, ColumnName, Params, RowExpression, Table } from "./tables/table.ts";
export { filterUnits, UNIT_FILTER_DEFAULTS, type UnitFilterOptions } from "./tables/unit-filters.ts";
export type { Scalar, WhereExpression } from "./where/expression.ts";
export { parseWhere, type Where, where } from "./where/where.ts";
