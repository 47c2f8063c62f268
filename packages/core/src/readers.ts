import type { ByteSource } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import type { UnitFilterOptions } from "./tables/unit-filters.ts";

/** A file of the cache, handed to a reader: a name and ways to its bytes. */
export interface CachedFile {
  /** Path relative to the cache's root. */
  readonly path: string;
  /** For messages: the absolute path or the like. */
  readonly location: string;
  readonly byteLength: number;
  /** Absolute path on a local disk; undefined elsewhere. */
  readonly localPath?: string | undefined;
  bytes(options?: { signal?: AbortSignal | undefined }): Promise<Uint8Array>;
  source(options?: { signal?: AbortSignal | undefined }): Promise<ByteSource>;
  /** A Blob that is not read whole, where the storage has one. */
  blob?(): Promise<Blob>;
}

/** What a project cache tells a session reader beyond the session's own file. */
export interface SessionContext {
  readonly sessionId: number;
  /** Unit filters as the caller gave them; the reader applies the session's defaults. */
  readonly filters: UnitFilterOptions;
  /** The session's row of the session table, by column name. */
  session(options?: { signal?: AbortSignal | undefined }): Promise<Readonly<Record<string, unknown>>>;
  /** The project's annotated channels of this session (columns as `getChannels({ suppress: [] })`). */
  channels(options?: { signal?: AbortSignal | undefined }): Promise<ColumnTable>;
  /** The project's probes of this session. */
  probes(options?: { signal?: AbortSignal | undefined }): Promise<ColumnTable>;
  /** Analysis metrics of the session's units; undefined (after a warning) where they can be neither read nor fetched. */
  unitAnalysisMetrics(options?: { signal?: AbortSignal | undefined }): Promise<ColumnTable | undefined>;
  /** A probe's LFP file: fetched on the first call, cached, shared by concurrent callers. */
  lfpFile(probeId: number, options?: { signal?: AbortSignal | undefined }): Promise<CachedFile>;
  /**
   * As `lfpFile`, read by `open`: where that throws an EcephysError "format", the file is removed, fetched anew
   * and opened again.
   */
  openLfp<Value>(
    probeId: number,
    open: (file: CachedFile) => Promise<Value>,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<Value>;
  /** Tells the user something that is no failure. */
  warn(message: string): void;
}

/**
 * Turns a cached file into a value.
 * @throws an EcephysError "format" where the file is not what it should be: the cache then fetches it anew.
 * Any other error leaves the file alone.
 */
export interface SessionReader<Session> {
  open(
    file: CachedFile,
    context: SessionContext,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<Session>;
}

/** Turns a cached movie or scene file into a value; throws as a SessionReader does. */
export interface ArrayReader<Value> {
  read(file: CachedFile, options?: { signal?: AbortSignal | undefined }): Promise<Value>;
}

/** The readers that a project cache is given; a kind that has none is answered with the CachedFile itself. */
export interface Readers<Session = CachedFile, Movie = CachedFile, Scene = CachedFile> {
  readonly session?: SessionReader<Session> | undefined;
  readonly naturalMovie?: ArrayReader<Movie> | undefined;
  readonly naturalScene?: ArrayReader<Scene> | undefined;
}
