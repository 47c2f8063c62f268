import type { ColumnTable } from "@ecephys/core/arquero";
import { type ColumnInfo, type DescribedTable, describeColumns } from "@ecephys/core/columns";
import { type ArrowKind, arrowValue, type Column, isMissing, plain } from "@ecephys/core/internal";
import { heldValue } from "./held-value.ts";
import { type Cells, kindOf, rowsOf, TYPES } from "./table-rows.ts";
import type { RowSource } from "./types.ts";

/**
 * The rows of a table of a session with the same columns for all sessions, so that their files make one dataset: those that
 * are described, with the type that is declared whatever the session's values are, and missing where it does not have them;
 * then `other_columns` with what its data bring along besides, and with values that are not of their column's type.
 */
export function completeRows(table: ColumnTable, described: DescribedTable): RowSource {
  const rows = plain(table);
  const infos = describeColumns(described);
  const names = new Set(infos.map(({ name }) => name));
  const columns = infos.map((info) => heldColumn(rows, info));
  const unheld = columns.flatMap(({ cells, rest }) =>
    rest.size === 0 ? [] : [[cells.column.name, rest] as const],
  );
  const others: Getter[] = [
    ...rows
      .columnNames()
      .filter((name) => !names.has(name))
      .map((name) => [name, rows.getter(name)] as const),
    ...unheld.map(([name, rest]) => [name, (row: number) => rest.get(row)] as const),
  ];
  return rowsOf([...columns.map(({ cells }) => cells), othersOf(others)], rows.numRows());
}

type Getter = readonly [name: string, value: (row: number) => unknown];

/** A described column, and by row the values that it cannot hold. */
interface HeldColumn {
  readonly cells: Cells;
  readonly rest: ReadonlyMap<number, unknown>;
}

function heldColumn(table: ColumnTable, info: ColumnInfo): HeldColumn {
  const { meaning, name, unit } = info;
  const kind = kindOf(info);
  const column = { name, type: TYPES[kind], nullable: true, unit, description: meaning };
  const stored = table.columnNames().includes(name) ? (table.column(name) as Column) : undefined;
  const rest = new Map<number, unknown>();
  if (stored instanceof Float64Array && areHeld(stored, kind))
    return { cells: { column, values: (start, end) => stored.subarray(start, end) }, rest };
  const values = Array.from({ length: table.numRows() }, (_, row) => {
    const value = stored?.at(row);
    if (isMissing(value)) return null;
    const held = heldValue(value, kind);
    if (held === undefined) rest.set(row, value);
    return held ?? null;
  });
  return { cells: { column, values: (start, end) => values.slice(start, end) }, rest };
}

function areHeld(values: Float64Array, kind: ArrowKind): boolean {
  if (kind === "float64") return true;
  return kind === "int64" && values.every((value) => Number.isSafeInteger(value) || Number.isNaN(value));
}

/** Some values of each row as one column of JSON, without those that are missing. */
function othersOf(getters: readonly Getter[]): Cells {
  const text = (row: number) => {
    const present = getters
      .map(([name, value]) => [name, value(row)] as const)
      .filter(([, value]) => !isMissing(value));
    return present.length === 0 ? null : arrowValue(Object.fromEntries(present), "json");
  };
  return {
    column: {
      name: "other_columns",
      type: "text",
      nullable: true,
      description:
        "values of columns that tables of this kind do not have in general, or that are not of their column's type, as a JSON object",
    },
    values: (start, end) => Array.from({ length: end - start }, (_, row) => text(start + row)),
  };
}
