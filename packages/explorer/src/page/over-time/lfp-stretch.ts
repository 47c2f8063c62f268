import { csdOfStretch } from "@ecephys/charts";
import type { DataArray } from "@ecephys/core";
import type { LfpView, Span } from "../state.ts";

/** A probe's LFP, of which stretches are read. */
export interface LfpSource {
  readonly name: string;
  /** Undefined for a series of another lab's file. */
  readonly probe: number | undefined;
  /** Heights of the channels on the probe, µm, where they are known. */
  readonly heights: readonly number[];
  /** time × channel in volts. */
  read(time: Span, signal: AbortSignal): Promise<DataArray>;
}

/** A stretch of LFP that was read, and what is drawn of it. */
export interface LfpStretch {
  readonly time: Span;
  readonly view: LfpView;
  readonly channels: number;
  readonly times: Float64Array;
  /** Row by row from the top of the probe; rows × samples, in the unit. */
  readonly values: Float64Array;
  readonly rows: number;
  /** The size to which the scale reaches: the 99th percentile. */
  readonly most: number;
  readonly unit: string;
}

/** Longer stretches are not read: they would be megabytes a second. */
export const LONGEST = 10;

/** Reads what is shown and half as much on both sides, so that it can be moved a little at once. */
export async function readStretch(
  source: LfpSource,
  [from, to]: Span,
  view: LfpView,
  signal: AbortSignal,
): Promise<LfpStretch | undefined> {
  const margin = Math.min(2, (to - from) / 2);
  const time: Span = [from - margin, to + margin];
  const lfp = await source.read(time, signal);
  if (lfp.shape[0] === 0) return undefined;
  const array = view === "csd" ? csdOfStretch(lfp, source.heights) : turned(lfp, 1e6);
  const [rows = 0, samples = 0] = array.shape;
  return {
    time,
    view,
    channels: lfp.shape[1] ?? 1,
    times: Float64Array.from(lfp.coord("time") as ArrayLike<number>),
    values: upsideDown(Float64Array.from(array.data), rows, samples),
    rows,
    most: percentile(array.data, 0.99),
    unit: view === "csd" ? "V/cm²" : "µV",
  };
}

function turned({ data, shape }: DataArray, factor: number) {
  const [samples = 0, channels = 1] = shape;
  const values = new Float64Array(samples * channels);
  for (let t = 0; t < samples; t++)
    for (let c = 0; c < channels; c++) values[c * samples + t] = data[t * channels + c]! * factor;
  return { data: values, shape: [channels, samples] };
}

/** The tip of the probe, where channels begin, comes last. */
function upsideDown(values: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let row = 0; row < rows; row++)
    result.set(values.subarray(row * columns, (row + 1) * columns), (rows - 1 - row) * columns);
  return result;
}

function percentile(values: ArrayLike<number>, part: number): number {
  const step = Math.max(1, Math.floor(values.length / 20_000));
  const sizes: number[] = [];
  for (let i = 0; i < values.length; i += step)
    if (Number.isFinite(values[i])) sizes.push(Math.abs(values[i]!));
  sizes.sort((a, b) => a - b);
  return sizes[Math.floor((sizes.length - 1) * part)] || 1;
}
