import type { UnitFilterOptions } from "@ecephys/core";
import type { ExportParameters } from "../kinds/types.ts";
import type { Compression, ExportFormat } from "../rows/types.ts";

/** Increased when tasks of an older version can no longer be run. */
export const TASK_VERSION = 1;

/** One version of something that a task reads. Of the fields that are there, those of one version stay the same. */
export interface TaskInput {
  /** For messages: "session 715093703", "channels of session 715093703". */
  readonly resource: string;
  /** Its path in the cache, if it is a file. */
  readonly path?: string | undefined;
  /** Where it came from, without credentials. */
  readonly source?: string | undefined;
  readonly byteLength?: number | undefined;
  /** The server's validator of this version (a strong ETag, or a date), where it is known. */
  readonly validator?: string | undefined;
  /** When the file was written, in milliseconds since 1970, where there is no validator. */
  readonly modified?: number | undefined;
  /** Of rows of a table: their SHA-256, in hexadecimal digits. */
  readonly sha256?: string | undefined;
}

/** How much work a task is, as far as that can be said beforehand. */
export interface TaskEstimate {
  /** Bytes to read. */
  readonly bytes: number;
  /** Rows to write, where the tables tell. */
  readonly rows?: number | undefined;
}

/**
 * One piece of work, as plain data: a table of one session, or of the project, becomes one file of a dataset. It can be
 * written to a file or a queue, and run by any process that has a cache of the project and the dataset's directory; it
 * holds no functions, no credentials and no addresses with any.
 */
export interface ExportTask {
  readonly version: typeof TASK_VERSION;
  /** Of this dataset alone: "spikes/715093703", "units". */
  readonly id: string;
  /** Which kind of export. */
  readonly kind: string;
  /** The version of that kind's code. */
  readonly kindVersion: number;
  /** The session; left out for tables of the project. */
  readonly session?: number | undefined;
  readonly parameters: ExportParameters;
  /** Quality filters of the session's units; those of sessions by default. */
  readonly filters: UnitFilterOptions;
  readonly inputs: readonly TaskInput[];
  /** The dataset's directory, absolute. */
  readonly dataset: string;
  /** The file in it: "spikes/ecephys_session_id=715093703/part-0.parquet". */
  readonly output: string;
  readonly format: ExportFormat;
  readonly compression?: Compression | undefined;
  readonly estimate: TaskEstimate;
  /** When it was planned, ISO 8601 in UTC. Of two plans of one dataset the later one counts. */
  readonly planned: string;
}
