import type { DataArray } from "@ecephys/core";
import { argumentChecks } from "@ecephys/files";

/** The rows of a matrix with their labels, and the columns' labels as numbers. */
export interface Series {
  readonly x: Float64Array;
  readonly rows: readonly { readonly label: string; readonly values: Float64Array }[];
}

/**
 * A matrix of two named dimensions as rows; an array of the second alone as one row.
 * @throws an EcephysError "argument" for an array of other dimensions.
 */
export function seriesOf(array: DataArray, rowDim: string, columnDim: string): Series {
  const [dim, other] = array.dims;
  const flat = array.dims.length === 1 && dim === columnDim;
  if (!flat && !(array.dims.length === 2 && dim === rowDim && other === columnDim))
    throw argumentChecks("Drawing a figure").refusal(
      array.name ?? "an array",
      array.dims.join(" × "),
      `an array of ${rowDim} × ${columnDim}`,
    );
  const x = Float64Array.from(array.coord(columnDim) as ArrayLike<number>);
  const labels: ArrayLike<unknown> = flat ? [array.name ?? ""] : array.coord(rowDim);
  const rows = Array.from(labels, (label, r) => ({
    label: String(label),
    values: Float64Array.from(array.data.subarray(r * x.length, (r + 1) * x.length)),
  }));
  return { x, rows };
}
