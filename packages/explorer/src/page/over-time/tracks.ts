import { pause } from "@ecephys/files/internal";
import type { EcephysSession } from "@ecephys/nwb";
import { ifThere } from "../contents.ts";
import type { Span } from "../state.ts";

interface Call {
  readonly signal: AbortSignal;
}

/** Values over ascending times (s). */
export interface Curve {
  readonly label: string;
  readonly unit: string;
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly low: number;
  readonly high: number;
}

/** Times in which something was the case, one row of bars. */
export interface Band {
  readonly name: string;
  readonly starts: Float64Array;
  readonly stops: Float64Array;
  /** By row: the latest stop of it and those before. */
  readonly reached: Float64Array;
}

/** Everything of a session that lies over time, but spikes and LFP, which are read as they are looked at. */
export interface Tracks {
  readonly bands: readonly Band[];
  readonly curves: readonly Curve[];
  /** From the first to the last of them. */
  readonly whole: Span;
}

/** Epochs of stimuli; where there are none, the tables of intervals. */
export async function readBands(session: EcephysSession, call: Call): Promise<Band[]> {
  const epochs = await ifThere(() => session.getStimulusEpochs(call));
  if (epochs) {
    const rows = new Map<string, { starts: number[]; stops: number[] }>();
    for (let row = 0; row < epochs.numRows(); row++) {
      const name = String(epochs.get("stimulus_name", row));
      const band = rows.get(name) ?? { starts: [], stops: [] };
      band.starts.push(epochs.get("start_time", row));
      band.stops.push(epochs.get("stop_time", row));
      rows.set(name, band);
    }
    return [...rows].map(([name, { starts, stops }]) => bandOf(name, starts, stops));
  }
  const names = (await ifThere(() => session.intervalNames(call))) ?? [];
  const bands: Band[] = [];
  for (const path of names) {
    const table = await session.intervals(path, { columns: ["start_time", "stop_time"], ...call });
    const times = (column: "start_time" | "stop_time") => table.array(column) as ArrayLike<number>;
    await pause();
    bands.push(bandOf(path.slice(path.lastIndexOf("/") + 1), times("start_time"), times("stop_time")));
  }
  return bands;
}

/** In the order of their starts; without rows that lack a time. */
export function bandOf(name: string, starts: ArrayLike<number>, stops: ArrayLike<number>): Band {
  const isKnown = (row: number) => Number.isFinite(starts[row]) && Number.isFinite(stops[row]);
  const rows = Array.from(starts, (_, row) => row).filter(isKnown);
  if (!rows.every((row, i) => i === 0 || starts[rows[i - 1]!]! <= starts[row]!))
    rows.sort((a, b) => starts[a]! - starts[b]!);
  const own = Float64Array.from(rows, (row) => stops[row]!);
  let latest = Number.NEGATIVE_INFINITY;
  const reached = own.map((stop) => (latest = Math.max(latest, stop)));
  return { name, starts: Float64Array.from(rows, (row) => starts[row]!), stops: own, reached };
}

/** Running speed (cm/s). */
export async function readRunning(session: EcephysSession, call: Call): Promise<Curve | undefined> {
  const speed = await ifThere(() => session.runningSpeed(call));
  return (
    speed && curveOf("running", "cm/s", numbers(speed.array("start_time")), numbers(speed.array("velocity")))
  );
}

/** The pupil's area (pixels², of the fitted ellipse). */
export async function readPupil(session: EcephysSession, call: Call): Promise<Curve | undefined> {
  const pupil = await ifThere(() => session.getPupilData(call));
  if (!pupil) return undefined;
  const [across, down] = [pupil.array("pupil_width"), pupil.array("pupil_height")];
  const area = Float64Array.from(across, (one, i) => (Math.PI * one * down[i]!) / 4);
  return curveOf("pupil", "px²", numbers(pupil.array("Time (s)")), area);
}

/** Spikes of some units, in seconds. */
export async function readSpikes(
  session: EcephysSession,
  unitIds: readonly number[],
  call: Call,
): Promise<ReadonlyMap<number, Float64Array>> {
  return session.spikeTimes({ unitIds, ...call });
}

/** From the first to the last time of any of them. */
export function wholeOf(
  bands: readonly Band[],
  curves: readonly Curve[],
  spikes: Iterable<Float64Array>,
): Span {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const take = (time: number | undefined) => {
    if (time === undefined || !Number.isFinite(time)) return;
    first = Math.min(first, time);
    last = Math.max(last, time);
  };
  for (const { starts, reached } of bands) {
    take(starts[0]);
    take(reached.at(-1));
  }
  for (const times of [...curves.map((curve) => curve.times), ...spikes]) {
    take(times[0]);
    take(times.at(-1));
  }
  return last > first ? [first, last] : [0, 1];
}

function numbers(values: ArrayLike<number>): Float64Array {
  return values instanceof Float64Array ? values : Float64Array.from(values);
}

function curveOf(label: string, unit: string, times: Float64Array, values: Float64Array): Curve | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return times.length === 0 || low > high ? undefined : { label, unit, times, values, low, high };
}
