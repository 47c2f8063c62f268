/**
 * Bytes and where they lie: files over HTTP, storages in memory, resumable downloads, integrity records, errors.
 * Knows nothing of Neuropixels. Runs in Node and in browsers.
 *
 * @module @ecephys/files
 */

export { type ArgumentChecks, argumentChecks, type OptionNames } from "./arguments/checks.ts";
export type { Id, Ids, Names } from "./arguments/ids.ts";
export type { ByteSource } from "./byte-source.ts";
export { type DataFile, dataFileBytes } from "./data-file.ts";
export {
  EcephysError,
  type EcephysErrorCode,
  type EcephysErrorDetails,
  type EcephysErrorRetry,
  isEcephysError,
} from "./errors.ts";
export { type HttpBytesOptions, httpBytes } from "./http/bytes.ts";
export type { Fetch, HttpOptions } from "./http/exchange.ts";
export type { HttpSubject } from "./http/failure.ts";
export {
  httpByteSource,
  type RemoteByteSourceOptions,
  remoteByteSource,
  remoteDataFile,
} from "./http/http-byte-source.ts";
export { type HttpContent, type HttpContentOptions, httpContent } from "./http/http-content.ts";
export { type HttpFileOptions, httpFile } from "./http/http-file.ts";
export { type RetryOptions, retrying } from "./http/retry.ts";
export type { LockOptions, StorageLock } from "./lock.ts";
export type { IncrementalHash, PartialFile } from "./partial-file.ts";
export { errorOfPlain, type PlainError, plainError } from "./plain-error.ts";
export type { FileRecord } from "./records/file-record.ts";
export type { LeftoverKind } from "./records/hidden-paths.ts";
export type {
  OpenRemoteFileOptions,
  PartsRequests,
  RemoteBody,
  RemoteFile,
  RemoteFileInfo,
  RemoteParts,
  RemotePiece,
} from "./remote-file.ts";
export { memoryStorage } from "./storage/memory.ts";
export { memoryDataFile } from "./storage/memory-data-file.ts";
export type {
  CacheStorage,
  OpenPartialOptions,
  RemoveOptions,
  StorageContent,
  StorageOptions,
  StoredFileInfo,
  WriteOptions,
} from "./storage.ts";
export type { KeepOptions } from "./stream/kept-blocks.ts";
export { streamedDataFile } from "./stream/streamed-data-file.ts";
export { type StreamOptions, streamFile } from "./stream/streamed-file.ts";
export type { StreamedFile, StreamReadOptions, Transferred } from "./streamed.ts";
export { downloadFile } from "./transfer/download-file.ts";
export type { DownloadEvent, EventSubject } from "./transfer/events.ts";
export type { ContentCheck, DownloadedFile, DownloadFileOptions } from "./transfer/request.ts";
export { type Throttle, throttle } from "./transfer/throttle.ts";
