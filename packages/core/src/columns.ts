/**
 * What the columns of the tables are: type, unit and meaning. Without the code that reads tables, for programs that must
 * start quickly.
 *
 * @module @ecephys/core/columns
 */

export type { ColumnInfo, ColumnValues } from "./columns/column-info.ts";
export { STIMULUS_NAMES } from "./columns/stimuli.ts";
export {
  columnInfo,
  DESCRIBED_TABLES,
  type DescribedTable,
  describeColumns,
  PROJECT_TABLES,
} from "./columns/tables.ts";
