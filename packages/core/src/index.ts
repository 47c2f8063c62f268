/**
 * The project cache and its contracts: tables, manifest, caching, storages in memory, files over HTTP. Runs in Node and in browsers.
 *
 * @module @ecephys/core
 */

export { type Given, given } from "./arguments/given.ts";
export type { ByteSource } from "./byte-source.ts";
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
export { type DownloadedFile, type DownloadFileOptions, downloadFile } from "./download/download-file.ts";
export type { DownloadEvent, EventSubject, PrefetchEvent, PrefetchTotals } from "./download/events.ts";
export type { IncrementalHash, PartialFile } from "./download/partial-file.ts";
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
} from "./download/plan.ts";
export { byteText } from "./download/space.ts";
export { type Throttle, throttle } from "./download/throttle.ts";
export {
  EcephysError,
  type EcephysErrorCode,
  type EcephysErrorDetails,
  type EcephysErrorRetry,
  isEcephysError,
} from "./errors.ts";
export type {
  ChannelFilters,
  EcephysProjectApi,
  FetchOptions,
  FetchProgress,
  Id,
  Ids,
  IsiExperimentFilters,
  Names,
  ProbeFilters,
  PublishedFilter,
  SessionFilters,
  UnitAnalysisMetricFilters,
  UnitFilters,
} from "./fetch-api.ts";
export { type HttpBytesOptions, httpBytes } from "./http/bytes.ts";
export { displayUrl } from "./http/display-url.ts";
export type { Fetch, HttpOptions } from "./http/exchange.ts";
export type { HttpSubject } from "./http/failure.ts";
export { httpByteSource, remoteByteSource } from "./http/http-byte-source.ts";
export { type HttpFileOptions, httpFile } from "./http/http-file.ts";
export { onAbort } from "./http/on-abort.ts";
export { type RetryOptions, retrying } from "./http/retry.ts";
export type { CacheFileKind, FetchedKind, LeftoverKind } from "./integrity/kinds.ts";
export { readRecord } from "./integrity/records.ts";
export type {
  CacheFileEntry,
  CacheStatus,
  FileProblem,
  FileRecord,
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
export type { LockOptions, StorageLock } from "./locks/types.ts";
export {
  type AddManifestPaths,
  KNOWN_MANIFEST_VERSIONS,
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
export { manifestText, type ParsedManifest, parseManifest } from "./manifest/text.ts";
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
export type { OpenRemoteFileOptions, RemoteBody, RemoteFile, RemoteFileInfo } from "./remote-file.ts";
export {
  checkSelection,
  type IndexRange,
  type IndexSelector,
  type LabelRange,
  type LabelSelector,
  labelPositions,
  type ReadLabels,
  type ReadPositions,
  readLabels,
  readPositions,
} from "./selection.ts";
export { memoryStorage } from "./storage/memory.ts";
export type {
  CacheStorage,
  OpenPartialOptions,
  StorageContent,
  StorageOptions,
  StoredFileInfo,
  WriteOptions,
} from "./storage.ts";
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
export { isMissing, tableOf, typed } from "./tables/column.ts";
export { countOwned, distinctValues, getGroupedUniques } from "./tables/counts.ts";
export { type ReadCsvOptions, readCsv } from "./tables/csv-read.ts";
export { writeCsv } from "./tables/csv-write.ts";
export { decodeTable, encodeTable } from "./tables/fast-file.ts";
export { parseInstant } from "./tables/instant.ts";
export { type JoinOptions, joinTables, type Suffixes } from "./tables/join.ts";
export { collectMetricBundles, type MetricBundleCollector } from "./tables/metric-bundles.ts";
export type { UnitAnalysisMetricsRow, UnitWithMetricsRow } from "./tables/metric-types.ts";
export { type PackedRecords, packRecords, tableFromPacked } from "./tables/packed.ts";
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
export type { AnyRow, ColumnKinds, ColumnName, Params, RowExpression, Table } from "./tables/table.ts";
export {
  filterUnits,
  normalizeUnitFilters,
  UNIT_FILTER_DEFAULTS,
  type UnitFilterOptions,
  type UnitFilterSettings,
} from "./tables/unit-filters.ts";
export type { Scalar, WhereExpression } from "./where/expression.ts";
export { nearest } from "./where/suggest.ts";
export { parseWhere, type Where, where } from "./where/where.ts";
