import { levenbergMarquardt } from "../numeric/levenberg-marquardt.ts";
import { extremes, sum } from "../numeric/moments.ts";
import { type Grid, requireGrid } from "./grid.ts";

/** A two-dimensional Gaussian, height·exp(-((row - y)²/σy² + (column - x)²/σx²)/2), in cells of the grid. */
export interface Gaussian2d {
  readonly height: number;
  readonly centerRow: number;
  readonly centerColumn: number;
  /** Standard deviations, without sign. */
  readonly widthRows: number;
  readonly widthColumns: number;
}

/** A fitted Gaussian. */
export interface GaussianFit extends Gaussian2d {
  /** The sum of squared residuals. */
  readonly cost: number;
  /** Whether the fit ended at a minimum; where it did not, the numbers mean little. */
  readonly converged: boolean;
}

/** As many as MINPACK's driver allows five parameters by default. */
const EVALUATIONS = 1200;

/**
 * The start of a fit: maximum, centre of mass and the spread of one row and one column through it. As in AllenSDK the
 * row gives the width along y, and the column that along x.
 * @returns undefined for a field without responses.
 * @throws an EcephysError "argument" for another number of values than of cells.
 */
export function gaussianMoments(field: Grid): Gaussian2d | undefined {
  requireGrid(field, "Finding the start of a fit");
  const { data, rows, columns } = field;
  const total = sum(data);
  if (!(total > 0)) return undefined;
  let [y, x] = [0, 0];
  for (let i = 0; i < rows * columns; i++) {
    y += data[i]! * Math.floor(i / columns);
    x += data[i]! * (i % columns);
  }
  const [centerRow, centerColumn] = [y / total, x / total];
  const row = Array.from({ length: columns }, (_, k) => data[Math.trunc(centerRow) * columns + k]!);
  const column = Array.from({ length: rows }, (_, k) => data[k * columns + Math.trunc(centerColumn)]!);
  return {
    height: extremes(data)[1],
    centerRow,
    centerColumn,
    widthRows: spread(row, centerRow),
    widthColumns: spread(column, centerColumn),
  };
}

function spread(values: readonly number[], centre: number): number {
  const squares = sum(values.map((value, k) => (k - centre) ** 2 * value));
  return Math.sqrt(Math.abs(squares) / sum(values));
}

/**
 * Fits a Gaussian to a receptive field by least squares over all cells. Where the field has no clear peak, the fit is not
 * determined: its width can be of any size.
 * @returns undefined for a field without responses, or whose start is not known.
 * @throws an EcephysError "argument" for another number of values than of cells.
 */
export function fitGaussian(field: Grid): GaussianFit | undefined {
  const start = gaussianMoments(field);
  if (!start) return undefined;
  const { data, rows, columns } = field;
  const [ofRow, ofColumn] = [new Float64Array(rows), new Float64Array(columns)];
  const { parameters, cost, converged } = levenbergMarquardt(
    (p, residuals) => {
      for (let y = 0; y < rows; y++) ofRow[y] = p[0]! * bell((p[1]! - y) / p[3]!);
      for (let x = 0; x < columns; x++) ofColumn[x] = bell((p[2]! - x) / p[4]!);
      for (let y = 0, i = 0; y < rows; y++)
        for (let x = 0; x < columns; x++, i++) residuals[i] = ofRow[y]! * ofColumn[x]! - data[i]!;
    },
    [start.height, start.centerRow, start.centerColumn, start.widthRows, start.widthColumns],
    rows * columns,
    { evaluations: EVALUATIONS },
  );
  return {
    height: parameters[0]!,
    centerRow: parameters[1]!,
    centerColumn: parameters[2]!,
    widthRows: Math.abs(parameters[3]!),
    widthColumns: Math.abs(parameters[4]!),
    cost,
    converged,
  };
}

function bell(deviations: number): number {
  return Math.exp(-(deviations * deviations) / 2);
}
