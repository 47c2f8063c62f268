import { argumentChecks } from "@ecephys/files";
import { requireShape } from "../lists.ts";

/** Numbers on a grid of positions: rows (elevation, the first is the highest) × columns (azimuth), in C order. */
export interface Grid {
  readonly data: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
}

/** @throws an EcephysError "argument" for anything but as many numbers as the grid has cells. */
export function requireGrid(field: Grid, action: string): void {
  if (typeof field !== "object" || field === null)
    throw argumentChecks(action).refusal("the field", field, "an object with data, rows and columns");
  requireShape(action, "the field", { data: field.data, shape: [field.rows, field.columns] }, [
    "rows",
    "columns",
  ]);
}
