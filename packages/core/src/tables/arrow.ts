import { joinBytes } from "@ecephys/files/internal";
import type { ColumnTable } from "arquero";
import { arrowKind, arrowValue } from "./arrow-cells.ts";
import { type ArrowColumn, ArrowFileWriter } from "./arrow-file.ts";
import { isMissing } from "./column.ts";

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
  const columns = table.columnNames().map((name): ArrowColumn => {
    const cells = Array.from(table.array(name) as ArrayLike<unknown>, (value) =>
      isMissing(value) ? null : value,
    );
    const type = arrowKind(name, cells, of);
    return { name, type, values: cells.map((value) => (value === null ? null : arrowValue(value, type))) };
  });
  const writer = new ArrowFileWriter(format);
  return joinBytes([
    ...writer.batch(columns),
    ...writer.end(columns.map((column) => ({ ...column, values: [] }))),
  ]);
}
