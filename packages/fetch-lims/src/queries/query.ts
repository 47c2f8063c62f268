import type { TableSchema } from "@ecephys/core";

/** A select with numbered parameters: what a database administrator reads, and what the server is sent. */
export interface LimsQuery {
  /** What it reads, for messages: "units". */
  readonly name: string;
  readonly sql: string;
}

/** A query whose rows are those of a table. */
export interface LimsTableQuery extends LimsQuery {
  readonly schema: TableSchema;
}
