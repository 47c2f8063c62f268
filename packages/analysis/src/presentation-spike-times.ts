import { type ColumnTable, table } from "@ecephys/core/arquero";
import { allocate } from "./allocate.ts";
import {
  checkInputs,
  distinct,
  gather,
  SPIKE_SELECTION,
  type SpikeData,
  type SpikeSelection,
  selectPresentations,
  timesOf,
  type UnitSpikes,
  unitsOneByOne,
} from "./inputs.ts";
import { lowerBound } from "./search.ts";
import { finish, type Steps } from "./steps.ts";
import { countInWindows } from "./window-counts.ts";

const ACTION = "Finding spikes by presentation";

interface Windows {
  readonly ids: Float64Array;
  readonly starts: Float64Array;
  readonly stops: Float64Array;
}

/** Rows of some presentations before they are sorted: spike times, and the positions of unit and presentation. */
class Block {
  length = 0;
  readonly times: Float64Array;
  readonly units: Uint32Array;
  readonly windows: Uint32Array;

  constructor(capacity: number) {
    this.times = new Float64Array(capacity);
    this.units = new Uint32Array(capacity);
    this.windows = new Uint32Array(capacity);
  }

  add(times: Float64Array, unit: number, window: number): void {
    const end = this.length + times.length;
    this.times.set(times, this.length);
    this.units.fill(unit, this.length, end);
    this.windows.fill(window, this.length, end);
    this.length = end;
  }
}

/** The columns of the result. */
interface Columns {
  readonly spike_time: Float64Array;
  readonly stimulus_presentation_id: Float64Array;
  readonly unit_id: Float64Array;
  readonly time_since_stimulus_presentation_onset: Float64Array;
}

/**
 * Every spike that falls into a presentation, [start_time, stop_time). Where presentations overlap, a spike has
 * one row for each. Masked presentations keep their spikes; presentations without a time have none.
 *
 * @returns a table sorted by time, then unit, then presentation: `spike_time` (seconds, master clock),
 * `stimulus_presentation_id`, `unit_id`, `time_since_stimulus_presentation_onset` (seconds); the same columns
 * where nothing is found. No value is missing.
 * @throws an EcephysError "not-found" for unknown ids.
 */
export function presentationwiseSpikeTimes(data: SpikeData, options: SpikeSelection = {}): ColumnTable {
  return finish(presentationSpikeTimeSteps(data, options));
}

/** `presentationwiseSpikeTimes`, one run of overlapping presentations after the other. */
export function* presentationSpikeTimeSteps(
  data: SpikeData,
  options: SpikeSelection = {},
): Steps<ColumnTable> {
  checkInputs(data, options, SPIKE_SELECTION, ACTION);
  const unitIds = distinct(options.unitIds, "unitIds", ACTION);
  const presentationIds = distinct(options.stimulusPresentationIds, "stimulusPresentationIds", ACTION);
  const chosen = unitsOneByOne(data.spikeTimes, unitIds, ACTION).sort((a, b) => a.id - b.id);
  const windows = windowsInTime(data.presentations, presentationIds);
  const runs = [...clusters(windows)];
  const { units, lengths } = yield* countRows(chosen, windows, runs);
  const rows = lengths.reduce((sum, one) => sum + one, 0);
  const column = () => allocate(Float64Array, [rows], "spikes of presentations", ACTION);
  const columns: Columns = {
    spike_time: column(),
    stimulus_presentation_id: column(),
    unit_id: column(),
    time_since_stimulus_presentation_onset: column(),
  };
  // Counted first, so that every column has its length from the beginning.
  const block = new Block(lengths.reduce((most, one) => Math.max(most, one), 0));
  const cursors = new Uint32Array(units.length);
  let row = 0;
  for (const [r, [from, to]] of runs.entries()) {
    block.length = 0;
    if (lengths[r]! > 0)
      for (const [u, unit] of units.entries()) {
        cursors[u] = collect(unit, u, windows, from, to, cursors[u]!, block);
        if (lengths[r]! > LONG) yield 0.5 + from / windows.ids.length / 2;
      }
    put(block, units, windows, columns, row);
    row += block.length;
    yield 0.5 + to / windows.ids.length / 2;
  }
  return table({ ...columns });
}

/** Rows of one run of presentations after which others may have their turn between units. */
const LONG = 1 << 16;

/** The units with their spikes, and by run of presentations how many rows it has. */
function* countRows(
  chosen: readonly UnitSpikes[],
  windows: Windows,
  runs: readonly (readonly [from: number, to: number])[],
): Steps<{ readonly units: UnitSpikes[]; readonly lengths: Float64Array }> {
  const lengths = new Float64Array(runs.length);
  const counts = new Float64Array(windows.ids.length);
  const units: UnitSpikes[] = [];
  for (const [u, { id, times }] of chosen.entries()) {
    units.push({ id, times });
    countInWindows(times, windows, counts);
    for (const [r, [from, to]] of runs.entries())
      for (let w = from; w < to; w++) lengths[r] = lengths[r]! + counts[w]!;
    yield (u + 1) / chosen.length / 2;
  }
  return { units, lengths };
}

function windowsInTime(presentations: ColumnTable, wanted: readonly number[] | undefined): Windows {
  const { ids, starts, rows } = selectPresentations(presentations, wanted, ACTION);
  const stops = gather(timesOf(presentations, "stop_time", ACTION), rows);
  const order = Int32Array.from(ids, (_, i) => i)
    .filter((i) => starts[i]! <= stops[i]!)
    .sort((a, b) => starts[a]! - starts[b]! || ids[a]! - ids[b]!);
  return { ids: gather(ids, order), starts: gather(starts, order), stops: gather(stops, order) };
}

/** Runs of overlapping windows. All spikes of one run precede those of the next, so that each run is sorted alone. */
function* clusters({ starts, stops }: Windows): Generator<readonly [from: number, to: number]> {
  let from = 0;
  let stop = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < starts.length; i++) {
    if (i > from && starts[i]! >= stop) {
      yield [from, i];
      from = i;
    }
    stop = Math.max(stop, stops[i]!);
  }
  if (from < starts.length) yield [from, starts.length];
}

/** Adds a unit's spikes in the windows `from` to before `to`; returns where the next run's search may begin. */
function collect(
  { times }: UnitSpikes,
  u: number,
  { starts, stops }: Windows,
  from: number,
  to: number,
  cursor: number,
  block: Block,
): number {
  let first = cursor;
  for (let w = from; w < to; w++) {
    first = lowerBound(times, starts[w]!, first);
    const end = lowerBound(times, stops[w]!, first);
    if (end > first) block.add(times.subarray(first, end), u, w);
  }
  return first;
}

/** Writes a block's rows, sorted by time, then unit, then presentation id. */
function put(
  { length, times, units: positions, windows: shown }: Block,
  units: readonly UnitSpikes[],
  { ids, starts }: Windows,
  columns: Columns,
  first: number,
): void {
  const order = Uint32Array.from({ length }, (_, i) => i).sort(
    (a, b) => times[a]! - times[b]! || positions[a]! - positions[b]! || ids[shown[a]!]! - ids[shown[b]!]!,
  );
  for (const [i, row] of order.entries()) {
    const w = shown[row]!;
    columns.spike_time[first + i] = times[row]!;
    columns.stimulus_presentation_id[first + i] = ids[w]!;
    columns.unit_id[first + i] = units[positions[row]!]!.id;
    columns.time_since_stimulus_presentation_onset[first + i] = times[row]! - starts[w]!;
  }
}
