import { table as arqueroTable } from "arquero";
import { typed } from "./column.ts";
import type { AnyRow, Table } from "./table.ts";

/**
 * A table of columns by name, like Arquero's `table`, whose verbs call functions of rows as plain JavaScript.
 * @param names Which columns, in which order; all by default.
 * @example
 * import { table } from "@ecephys/core/arquero";
 *
 * const structures = table<{ acronym: string; depth: number }>({ acronym: ["VISp", "CA1"], depth: [300, 900] });
 * structures.filter((d) => d.depth > 500).array("acronym"); // ["CA1"]
 */
export function table<Row extends object = AnyRow>(
  columns: Parameters<typeof arqueroTable>[0],
  names?: readonly string[],
): Table<NoInfer<Row>> {
  return typed<Row>(arqueroTable(columns, names && [...names]));
}
