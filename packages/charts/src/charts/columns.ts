import type { ColumnTable } from "@ecephys/core/arquero";
import { EcephysError } from "@ecephys/files";

/** A column of numbers; NaN where a value is missing. @throws an EcephysError "argument" that lists the columns. */
export function numbersOf(table: ColumnTable, name: string, action: string): Float64Array {
  return Float64Array.from(columnOf(table, name, action), (value) =>
    value === null || value === undefined ? Number.NaN : Number(value),
  );
}

/** A column as it is. @throws an EcephysError "argument" that lists the columns. */
export function columnOf(table: ColumnTable, name: string, action: string): ArrayLike<unknown> {
  if (!table.columnNames().includes(name))
    throw new EcephysError("argument", {
      action,
      resource: "the table",
      reason: `it has no column "${name}"`,
      remedy: `It has: ${table.columnNames().join(", ")}`,
    });
  return table.array(name) as ArrayLike<unknown>;
}

/** The first of several names that the table has. */
export function firstColumn(table: ColumnTable, names: readonly string[]): string | undefined {
  return names.find((name) => table.columnNames().includes(name));
}
