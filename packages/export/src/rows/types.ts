/** What the items of a list column are. */
export type ListItem = "int32" | "int64" | "float32" | "float64" | "text";

/** What the values of a column are, in every format that can say so (CSV and NDJSON have text and numbers only). */
export type ColumnType =
  | "boolean"
  | "int32"
  | "int64"
  | "float32"
  | "float64"
  | "text"
  /** A moment in UTC, to the millisecond; a value is a Date. */
  | "timestamp"
  | { readonly list: ListItem };

/** A column: its type does not depend on the rows, so that the files of one dataset agree. */
export interface ExportColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Whether values may be missing: null, undefined, and in columns of numbers NaN. Others refuse missing values. */
  readonly nullable: boolean;
  /** "s", "µm", "Hz". */
  readonly unit?: string | undefined;
  /** One sentence without a full stop. */
  readonly description?: string | undefined;
  /** What it means that a value is missing, where that is known: "between blocks". */
  readonly missing?: string | undefined;
}

/**
 * Some rows: by the name of each column, a list of as many values. Typed arrays are written as they are; int64 columns
 * take BigInt64Array, or numbers up to 2^53. A block belongs to the writer until it asks for the next one.
 */
export interface RowBlock {
  readonly rowCount: number;
  readonly columns: Readonly<Record<string, ArrayLike<unknown>>>;
  /** Columns that have one value in all of these rows, instead of a list that repeats it. */
  readonly constants?: Readonly<Record<string, unknown>> | undefined;
}

/** What a row source is told when it is read. */
export interface ReadRowsOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Rows that are made while they are read, block by block; nobody holds all of them. */
export interface RowSource {
  readonly columns: readonly ExportColumn[];
  /** Written into Parquet and Arrow files; CSV and NDJSON have none. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** How many rows there are, where that is known beforehand: for progress. */
  readonly rowCount?: number | undefined;
  /** The rows, from the first; may be called again. */
  blocks(options?: ReadRowsOptions): AsyncIterable<RowBlock>;
}

/** The formats that rows are written in. */
export const EXPORT_FORMATS = ["parquet", "arrow", "csv", "ndjson"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** How the pages of Parquet files are compressed; of other formats nothing is. */
export type Compression = "snappy" | "zstd" | "gzip" | "none";

/** How far a file is written. */
export interface WriteProgress {
  readonly rows: number;
  /** Of all rows, where that is known. */
  readonly totalRows?: number | undefined;
  readonly bytes: number;
}

/** How rows become the bytes of a file. */
export interface EncodeOptions {
  readonly format: ExportFormat;
  /** The most rows of a row group (Parquet) or record batch (Arrow): what is held in memory at once. By default 1,048,576 (Parquet of numbers alone) or 131,072. */
  readonly rowGroupRows?: number | undefined;
  /** Of Parquet; "snappy" by default. "zstd" needs Node 22.15. */
  readonly compression?: Compression | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: WriteProgress) => void) | undefined;
}

/** A file that was written. */
export interface WrittenRows {
  readonly rows: number;
  readonly bytes: number;
}
