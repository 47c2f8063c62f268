import type { Labels } from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";
import { type Group, groupRows } from "./groups.ts";

/**
 * The presentations by the values of a column, ascending: numbers, then text. Those without a value are left out.
 * @throws an EcephysError "argument" where the table lacks the column.
 */
export function groupsOf(
  presentations: ColumnTable,
  rows: ArrayLike<number>,
  by: string,
  action: string,
): Group[] {
  return groupRows(presentations, rows, [by], action)
    .filter(({ key: [value] }) => value !== null && value !== undefined && !Number.isNaN(value))
    .sort((a, b) => compared(labelOf(a.key[0]), labelOf(b.key[0])));
}

/** The coordinate of the groups' values, and how many presentations each has. */
export function groupCoords(by: string, groups: readonly Group[]) {
  const labels = groups.map(({ key }) => labelOf(key[0]));
  const isNumeric = labels.length > 0 && labels.every((label) => typeof label === "number");
  const own: Labels = isNumeric ? Float64Array.from(labels as number[]) : labels.map(String);
  const counts = Float64Array.from(groups, ({ members }) => members.length);
  return { [by]: own, presentation_count: { dim: by, values: counts } };
}

/** A number or text is itself; a flag is "true" or "false", a list "[1,2]". */
function labelOf(value: unknown): number | string {
  if (typeof value === "number" || typeof value === "string") return value;
  if (typeof value === "bigint") return String(value);
  return JSON.stringify(ArrayBuffer.isView(value) ? Array.from(value as never) : value);
}

function compared(a: number | string, b: number | string): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return a < b ? -1 : 1;
}
