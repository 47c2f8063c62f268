import type { RefreshedTable, RefreshReport, TableChanges } from "@ecephys/core";
import { sanitise } from "../output/sanitise.ts";
import { countText } from "../progress/amounts.ts";

/** What is new: one line per table, then what was done. */
export function refreshText({ dryRun, tables }: RefreshReport): string {
  if (tables.length === 0) return "There is nothing to refresh: the cache has no tables yet.\n";
  const changed = tables.filter(({ state }) => state === "changed").length;
  const lines = [
    ...tables.map(tableLine),
    changed === 0
      ? "All tables are current."
      : `${dryRun ? "Would replace" : "Replaced"} ${countText(changed, "table")}.`,
  ];
  return lines.map((line) => `${sanitise(line)}\n`).join("");
}

function tableLine({ changes, path, state }: RefreshedTable): string {
  if (state === "current") return `${path}  current`;
  return `${path}  ${changes === undefined ? "new (the one in the cache cannot be read)" : changesText(changes)}`;
}

function changesText({
  added,
  addedColumns,
  changed,
  removed,
  removedColumns,
  rows,
  rowsBefore,
}: TableChanges): string {
  const count = (number: number) => number.toLocaleString("en");
  const parts = [
    ...(added > 0 ? [`${count(added)} added`] : []),
    ...(removed > 0 ? [`${count(removed)} removed`] : []),
    ...(changed > 0 ? [`${count(changed)} changed`] : []),
    ...(addedColumns.length > 0 ? [`new columns ${addedColumns.join(", ")}`] : []),
    ...(removedColumns.length > 0 ? [`without columns ${removedColumns.join(", ")}`] : []),
  ];
  const total =
    rows === rowsBefore ? countText(rows, "row") : `${count(rowsBefore)} to ${countText(rows, "row")}`;
  return `${total}: ${parts.join(", ")}`;
}
