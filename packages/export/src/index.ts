/**
 * Tables and sessions as Parquet, Arrow, CSV and NDJSON: one file, or a dataset that DuckDB, pandas, polars and Spark read.
 * In Node import from `@ecephys/export/node`, which writes files.
 *
 * @module @ecephys/export
 */

export { Dataset } from "./dataset/dataset.ts";
export { type OpenDatasetOptions, openDataset } from "./dataset/open-remote.ts";
export type {
  BytesRead,
  DatasetFile,
  DatasetTableFiles,
  DatasetTableInfo,
  ReadTableOptions,
} from "./dataset/types.ts";
export { type ExportTableOptions, exportTable } from "./export-table.ts";
export { EXPORT_KINDS } from "./kinds/kinds.ts";
export type {
  ExportKind,
  ExportParameter,
  ExportParameters,
  ParameterValue,
  ProjectExportKind,
  ProjectTables,
  RowsOptions,
  SessionExportKind,
} from "./kinds/types.ts";
export { tableRows } from "./rows/table-rows.ts";
export {
  type ColumnType,
  type Compression,
  type EncodeOptions,
  EXPORT_FORMATS,
  type ExportColumn,
  type ExportFormat,
  type ListItem,
  type ReadRowsOptions,
  type RowBlock,
  type RowSource,
  type WriteProgress,
  type WrittenRows,
} from "./rows/types.ts";
