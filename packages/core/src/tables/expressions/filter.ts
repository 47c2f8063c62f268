import { BitSet, type ColumnTable } from "arquero";
import type { Reading } from "./reading.ts";
import { valueOfRow } from "./rows-of.ts";

/** The rows of a table for which a function returns a truthy value. */
export function filterRows<T extends ColumnTable>(table: T, reading: Extract<Reading, { kind: "call" }>): T {
  const passes = valueOfRow(table, reading);
  const kept = new BitSet(table.totalRows());
  eachRow(table, (row) => {
    if (passes(row)) kept.set(row);
  });
  return table.create({ filter: kept });
}

/** Calls back with every row that passes the filter, in storage order. */
export function eachRow(table: ColumnTable, visit: (row: number) => void): void {
  const mask = table.mask();
  if (mask) for (let row = mask.next(0); row >= 0; row = mask.next(row + 1)) visit(row);
  else for (let row = 0; row < table.totalRows(); row += 1) visit(row);
}
