import {
  bool,
  columnFromArray,
  type DataType,
  float64,
  int64,
  list,
  tableFromColumns,
  tableToIPC,
  timestamp,
  utf8,
} from "@uwdata/flechette";
import type { ColumnTable } from "arquero";
import { arrowKind, arrowValue } from "./arrow-cells.ts";
import type { ArrowKind } from "./arrow-kinds.ts";
import { isMissing } from "./column.ts";

/** Milliseconds, as Arrow's specification numbers its units. */
const MILLISECOND = 1;

const TYPES: Readonly<Record<ArrowKind, () => DataType>> = {
  int64,
  float64,
  utf8,
  bool,
  timestamp: () => timestamp(MILLISECOND, "UTC"),
  "utf8[]": () => list(utf8()),
  "float64[]": () => list(float64()),
  json: utf8,
};

/** How a table is written as Arrow. */
export interface WriteArrowOptions {
  /** A stream for pipes, or a file with its index at the end, also known as Feather V2; "file" by default. */
  readonly format?: "stream" | "file" | undefined;
  /**
   * The table that `table` is some rows of: the types of columns that the project does not know are those of its
   * values, so that they do not depend on which rows were chosen.
   */
  readonly of?: ColumnTable | undefined;
}

/**
 * A table in Arrow's IPC format, whose schema does not depend on the table's values: ids and counts are int64,
 * other numbers float64, and texts, booleans and lists are what the project's columns are declared to be, also
 * where all are missing or there are no rows. Missing values are nulls. A column of several types that nobody
 * declared becomes JSON text.
 */
export function writeArrow(
  table: ColumnTable,
  { format = "file", of = table }: WriteArrowOptions = {},
): Uint8Array {
  const columns = table.columnNames().map((name) => {
    const cells = Array.from(table.array(name) as ArrayLike<unknown>, (value) =>
      isMissing(value) ? null : value,
    );
    const kind = arrowKind(name, cells, of);
    const values = cells.map((value) => (value === null ? null : arrowValue(value, kind)));
    return [name, columnFromArray(values, TYPES[kind]())] as const;
  });
  const bytes = tableToIPC(tableFromColumns(columns as never), { format });
  if (bytes === null) throw new Error("Arrow was written to nowhere");
  return bytes;
}
