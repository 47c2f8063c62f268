import type { DataFile } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import type { CorrectionId } from "./corrections/known.ts";
import type { UnitFilterOptions } from "./tables/unit-filters.ts";

/** What a project cache provides to a session reader beyond the session's file. */
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
  /** Analysis metrics of the session's units; undefined (after a warning) if they can be neither read nor fetched. */
  unitAnalysisMetrics(options?: { signal?: AbortSignal | undefined }): Promise<ColumnTable | undefined>;
  /**
   * A probe's LFP file as the reader opens it, downloaded if it is missing. If opening throws an EcephysError
   * "format", the file is downloaded and opened again.
   */
  openLfp<Value>(
    probeId: number,
    reader: FileReader<Value>,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<Value>;
  /** The known faults of the released data that are put right. */
  readonly corrections: ReadonlySet<CorrectionId>;
  /** Warns the user. */
  warn(message: string): void;
}

/**
 * Turns a file into a value.
 * @throws an EcephysError "format" if the file is damaged or of another kind: a cache then downloads it again.
 * Any other error leaves the file alone.
 */
export interface FileReader<Value> {
  open(file: DataFile, options?: { signal?: AbortSignal | undefined }): Promise<Value>;
}

/** Turns a session's file into a value; throws like a FileReader. */
export interface SessionReader<Session> {
  open(
    file: DataFile,
    context: SessionContext,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<Session>;
}

/** The readers of a project cache; without a reader, a file is returned as a DataFile. */
export interface Readers<Session = DataFile, Movie = DataFile, Scene = DataFile> {
  readonly session?: SessionReader<Session> | undefined;
  readonly naturalMovie?: FileReader<Movie> | undefined;
  readonly naturalScene?: FileReader<Scene> | undefined;
}
