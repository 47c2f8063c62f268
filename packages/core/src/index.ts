export type { ByteSource } from "./byte-source.ts";
export {
  DataArray,
  type DataArrayInit,
  type IndexSelector,
  type Label,
  type LabelSelector,
  type Labels,
  type NumericArray,
  type SideCoordinate,
} from "./data-array.ts";
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
  Ids,
  IsiExperimentFilters,
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
export { type RetryOptions, retrying } from "./http/retry.ts";
export type { ArrayReader, CachedFile, Readers, SessionContext, SessionReader } from "./readers.ts";
export type { OpenRemoteFileOptions, RemoteBody, RemoteFile, RemoteFileInfo } from "./remote-file.ts";
export type { CacheStorage, StorageContent, StorageOptions, StoredFileInfo } from "./storage.ts";
export { type TableRecords, tableFromColumns, tableFromRecords } from "./tables/build.ts";
export { collectMetricBundles, type MetricBundleCollector } from "./tables/metric-bundles.ts";
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
export type { UnitFilterOptions } from "./tables/unit-filters.ts";
