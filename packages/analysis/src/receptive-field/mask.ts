import { argumentChecks, type OptionNames } from "@ecephys/files";
import { gaussianKernel, smoothMirrored } from "../numeric/gaussian-smoothing.ts";
import { extremes, variance } from "../numeric/moments.ts";
import { type Grid, requireGrid } from "./grid.ts";

/** The part of a receptive field that responds most. */
export interface ReceptiveFieldMask {
  /** 1 inside, 0 outside, as the grid. */
  readonly mask: Uint8Array;
  /** Mean row and column of the cells inside, rounded to 4 digits; NaN for an empty mask. */
  readonly centerRow: number;
  readonly centerColumn: number;
  /** The number of cells inside; 0 for an empty mask. */
  readonly area: number;
}

/** How a receptive field is smoothed and cut. */
export interface MaskOptions {
  /** How many standard deviations below the maximum a cell may lie; 0.5 by default. */
  readonly threshold?: number | undefined;
  /** Smooth in full precision; by default, and in AllenSDK, counts are cut to integers after each axis. */
  readonly exact?: boolean | undefined;
}

const MASK_OPTIONS: OptionNames<MaskOptions> = { threshold: true, exact: true };
const KERNEL = gaussianKernel(1);

/**
 * Smooths a receptive field (a Gaussian of one cell), keeps the cells above max - threshold·std, and of their connected
 * regions (by edges) the one with the largest value. A flat field has no such region.
 * @throws an EcephysError "argument" for another number of values than of cells.
 */
export function thresholdReceptiveField(field: Grid, options: MaskOptions = {}): ReceptiveFieldMask {
  const action = "Making a receptive field's mask";
  const checks = argumentChecks(action);
  checks.knownOptions(options, MASK_OPTIONS);
  requireGrid(field, action);
  const { threshold = 0.5, exact = false } = options;
  checks.number("threshold", threshold);
  checks.flag("exact", exact);
  const smooth = smoothed(field, !exact);
  const least = extremes(smooth)[1] - threshold * Math.sqrt(variance(smooth));
  const regions = connectedRegions(
    smooth.map((value) => (value > least ? 1 : 0)),
    field,
  );
  let best = -1;
  for (let i = 0; i < smooth.length; i++) {
    if (regions[i] === 0) continue;
    const isHigher = best < 0 || smooth[i]! > smooth[best]!;
    const isEarlier = best >= 0 && smooth[i] === smooth[best] && regions[i]! < regions[best]!;
    if (isHigher || isEarlier) best = i;
  }
  const chosen = best < 0 ? -1 : regions[best]!;
  const mask = Uint8Array.from(regions, (region) => (region === chosen ? 1 : 0));
  return { mask, ...centre(mask, field.columns) };
}

function centre(mask: Uint8Array, columns: number): Omit<ReceptiveFieldMask, "mask"> {
  let [area, row, column] = [0, 0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    area++;
    row += Math.floor(i / columns);
    column += i % columns;
  }
  return { area, centerRow: rounded(row / area), centerColumn: rounded(column / area) };
}

/** To 4 digits, halves to even. */
function rounded(value: number): number {
  const scaled = value * 1e4;
  const below = Math.floor(scaled);
  const rest = scaled - below;
  const up = rest > 0.5 || (rest === 0.5 && below % 2 !== 0);
  return (below + (up ? 1 : 0)) / 1e4;
}

/** Smoothed along y, then along x; with `cut`, integers stay integers. */
function smoothed({ data, rows, columns }: Grid, cut: boolean): Float64Array {
  const isWhole = cut && Array.prototype.every.call(data, Number.isInteger);
  const keep = isWhole ? Math.trunc : (value: number) => value;
  const result = Float64Array.from(data);
  for (let x = 0; x < columns; x++) {
    const column = smoothMirrored(
      Float64Array.from({ length: rows }, (_, y) => result[y * columns + x]!),
      KERNEL,
    );
    for (let y = 0; y < rows; y++) result[y * columns + x] = keep(column[y]!);
  }
  for (let y = 0; y < rows; y++)
    result.set(smoothMirrored(result.slice(y * columns, (y + 1) * columns), KERNEL).map(keep), y * columns);
  return result;
}

/** Numbers the regions of cells that share edges, in order of first appearance by rows; 0 outside of them. */
function connectedRegions(inside: ArrayLike<number>, { rows, columns }: Grid): Int32Array {
  const regions = new Int32Array(rows * columns);
  let count = 0;
  for (let start = 0; start < regions.length; start++) {
    if (!inside[start] || regions[start] !== 0) continue;
    count++;
    const open = [start];
    regions[start] = count;
    for (let cell = open.pop(); cell !== undefined; cell = open.pop())
      for (const next of neighbours(cell, rows, columns)) {
        if (!inside[next] || regions[next] !== 0) continue;
        regions[next] = count;
        open.push(next);
      }
  }
  return regions;
}

function neighbours(cell: number, rows: number, columns: number): number[] {
  const [y, x] = [Math.floor(cell / columns), cell % columns];
  const found: number[] = [];
  if (y > 0) found.push(cell - columns);
  if (y < rows - 1) found.push(cell + columns);
  if (x > 0) found.push(cell - 1);
  if (x < columns - 1) found.push(cell + 1);
  return found;
}

/** Whether a unit responds less inside of its field: more than half of the edge's cells lie in the mask. */
export function isInverted(mask: Uint8Array, grid: Omit<Grid, "data">): boolean {
  const { rows, columns } = grid ?? {};
  requireGrid({ data: mask, rows, columns }, "Looking at a receptive field's edge");
  let [inside, edge] = [0, 0];
  for (let i = 0; i < mask.length; i++) {
    const [y, x] = [Math.floor(i / columns), i % columns];
    if (y > 0 && y < rows - 1 && x > 0 && x < columns - 1) continue;
    edge++;
    inside += mask[i]!;
  }
  return inside > edge / 2;
}

/** The maximum less the field: what responds least becomes what responds most. */
export function invertReceptiveField(field: Grid): Grid {
  requireGrid(field, "Inverting a receptive field");
  const { data, rows, columns } = field;
  const [, most] = extremes(data);
  return { data: Float64Array.from(data, (value) => most - value), rows, columns };
}
