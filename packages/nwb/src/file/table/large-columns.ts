import type { NwbFile } from "../nwb-file.ts";
import { counted } from "../warnings.ts";
import type { PlannedColumn, TablePlan } from "./plan.ts";

/** The values of a ragged column that is read without being asked for. */
const MOST_VALUES = 8 * 1024 * 1024;

/**
 * A table's columns but for lists of so many values that they are read by name only; a warning names those.
 * @param remedy How one of them is read.
 */
export function withoutLarge(
  file: NwbFile,
  { columns, path }: TablePlan,
  remedy: (name: string) => string,
): PlannedColumn[] {
  const isLarge = ({ bounds, dataset: { shape = [0] } }: PlannedColumn) =>
    bounds.length > 0 && shape.reduce((product, length) => product * length, 1) > MOST_VALUES;
  const large = columns.filter(isLarge).map(({ name }) => name);
  if (large.length > 0)
    file.warnings.tell(
      path,
      "large columns",
      `${counted(large.length, "column", ["is", "are"])} left out, with more than ${MOST_VALUES} values: ${large.join(", ")}. ${remedy(large[0]!)}`,
    );
  return columns.filter((column) => !isLarge(column));
}
