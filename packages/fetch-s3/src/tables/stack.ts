import type { Table } from "@ecephys/core";
import { type Column, columnsOf, tableOf } from "@ecephys/core/internal";

/** Tables one below the other, with every column that one of them has; missing cells are NaN or null. */
export function stacked(tables: readonly Table[]): Table | undefined {
  const [first] = tables;
  if (first === undefined || tables.length === 1) return first;
  const columns = tables.map((table) => columnsOf(table));
  const names = new Set(columns.flatMap((own) => [...own.keys()]));
  const lengths = tables.map((table) => table.numRows());
  return tableOf(
    new Map(
      [...names].map((name) => [
        name,
        joined(
          columns.map((own) => own.get(name)),
          lengths,
        ),
      ]),
    ),
  );
}

function joined(parts: readonly (Column | undefined)[], lengths: readonly number[]): Column {
  if (parts.every((part) => part === undefined || part instanceof Float64Array)) {
    const numbers = new Float64Array(lengths.reduce((sum, length) => sum + length, 0)).fill(Number.NaN);
    let at = 0;
    for (const [index, part] of parts.entries()) {
      if (part !== undefined) numbers.set(part as Float64Array, at);
      at += lengths[index] ?? 0;
    }
    return numbers;
  }
  return parts.flatMap((part, index) => (part ? [...part] : new Array<null>(lengths[index] ?? 0).fill(null)));
}
