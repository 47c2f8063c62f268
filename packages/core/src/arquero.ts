/**
 * The Arquero that the project's tables are made of: operations, helpers and tables for programs that do not
 * install Arquero themselves. `table` makes typed ones. The file loaders (`loadCSV`, …) are left out; `readCsv`
 * reads tables with their declared types.
 *
 * @module @ecephys/core/arquero
 */

export {
  addAggregateFunction,
  addFunction,
  addWindowFunction,
  agg,
  all,
  BitSet,
  bin,
  ColumnTable,
  collate,
  desc,
  endswith,
  escape,
  field,
  frac,
  from,
  fromArrow,
  fromCSV,
  fromFixed,
  fromJSON,
  matches,
  names,
  not,
  op,
  parse,
  Reducer,
  range,
  rolling,
  seed,
  startswith,
  Table,
  toArrow,
  toArrowIPC,
  toCSV,
  toHTML,
  toJSON,
  toMarkdown,
  walk_ast,
} from "arquero";
export { table } from "./tables/make-table.ts";
