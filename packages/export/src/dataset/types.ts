import type { Ids, Names } from "@ecephys/files";
import type { ExportColumn } from "../rows/types.ts";

/** Which rows and columns of a dataset's table are read. */
export interface ReadTableOptions {
  /** The columns to read, in this order; all by default. */
  readonly columns?: Names | undefined;
  /** The sessions whose rows are read; all by default. */
  readonly sessions?: Ids | undefined;
  /**
   * Only rows for which this is true, in the language of `where` of `@ecephys/core`: "unit_id == 950911932 && spike_time < 20".
   * Files, row groups and pages that hold no such row by their bounds are not read.
   */
  readonly where?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One file of a table. */
export interface DatasetFile {
  /** Relative to the dataset, "/"-separated. */
  readonly path: string;
  /** The session that its rows are of; undefined for a table of the project. */
  readonly session: number | undefined;
}

/** A table of a dataset: its files, one for each session or one alone. */
export interface DatasetTableFiles {
  readonly name: string;
  readonly files: readonly DatasetFile[];
}

/** What was read so far: over HTTP what was transferred. */
export interface BytesRead {
  readonly requests: number;
  readonly bytes: number;
}

/** A table as a dataset describes it. */
export interface DatasetTableInfo extends DatasetTableFiles {
  /** Its columns, with the session of a partitioned table first. */
  readonly columns: readonly ExportColumn[];
}

/** The column that says which session a row of a partitioned table is of: it is in the names of directories, not in files. */
export const SESSION_COLUMN = "ecephys_session_id";
