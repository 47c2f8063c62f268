import { type ColumnTable, table } from "@ecephys/core/arquero";
import {
  checkInputs,
  distinct,
  gather,
  numbersOf,
  SPIKE_SELECTION,
  type SpikeData,
  type SpikeSelection,
  selectPresentations,
  selectUnits,
  type UnitSpikes,
} from "./inputs.ts";
import { lowerBound } from "./search.ts";
import { finish, type Steps } from "./steps.ts";

const ACTION = "Finding spikes by presentation";

interface Windows {
  readonly ids: Float64Array;
  readonly starts: Float64Array;
  readonly stops: Float64Array;
}

/** Unsorted rows of the result: spike times, and the positions of unit and presentation. */
class SpikeRows {
  length = 0;
  times = new Float64Array(1024);
  units = new Uint32Array(1024);
  presentations = new Uint32Array(1024);

  add(times: Float64Array, unit: number, presentation: number): void {
    const end = this.length + times.length;
    if (end > this.times.length) this.grow(Math.max(end, this.times.length * 2));
    this.times.set(times, this.length);
    this.units.fill(unit, this.length, end);
    this.presentations.fill(presentation, this.length, end);
    this.length = end;
  }

  private grow(length: number): void {
    const { times, units, presentations } = this;
    this.times = new Float64Array(length);
    this.units = new Uint32Array(length);
    this.presentations = new Uint32Array(length);
    this.times.set(times);
    this.units.set(units);
    this.presentations.set(presentations);
  }
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
  const units = selectUnits(data.spikeTimes, unitIds, ACTION).sort((a, b) => a.id - b.id);
  const windows = windowsInTime(data.presentations, presentationIds);
  const rows = new SpikeRows();
  const cursors = new Uint32Array(units.length);
  const order: Uint32Array[] = [];
  for (const [from, to] of clusters(windows)) {
    const before = rows.length;
    for (const [u, unit] of units.entries())
      cursors[u] = collect(unit, u, windows, from, to, cursors[u]!, rows);
    order.push(sorted(rows, before, windows.ids));
    yield to / windows.ids.length;
  }
  return toTable(rows, order, units, windows);
}

function windowsInTime(presentations: ColumnTable, wanted: readonly number[] | undefined): Windows {
  const { ids, starts, rows } = selectPresentations(presentations, wanted, ACTION);
  const stops = gather(numbersOf(presentations, "stop_time", ACTION), rows);
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
  rows: SpikeRows,
): number {
  let first = cursor;
  for (let w = from; w < to; w++) {
    first = lowerBound(times, starts[w]!, first);
    const end = lowerBound(times, stops[w]!, first);
    if (end > first) rows.add(times.subarray(first, end), u, w);
  }
  return first;
}

/** Positions of the rows from `start` on, sorted by time, then unit, then presentation id. */
function sorted(rows: SpikeRows, start: number, ids: Float64Array): Uint32Array {
  const { times, units, presentations } = rows;
  return Uint32Array.from({ length: rows.length - start }, (_, i) => start + i).sort(
    (a, b) =>
      times[a]! - times[b]! || units[a]! - units[b]! || ids[presentations[a]!]! - ids[presentations[b]!]!,
  );
}

function toTable(
  rows: SpikeRows,
  order: readonly Uint32Array[],
  units: readonly UnitSpikes[],
  { ids, starts }: Windows,
): ColumnTable {
  const spikeTime = new Float64Array(rows.length);
  const presentationId = new Float64Array(rows.length);
  const unitId = new Float64Array(rows.length);
  const since = new Float64Array(rows.length);
  let i = 0;
  for (const part of order)
    for (const row of part) {
      const w = rows.presentations[row]!;
      spikeTime[i] = rows.times[row]!;
      presentationId[i] = ids[w]!;
      unitId[i] = units[rows.units[row]!]!.id;
      since[i] = rows.times[row]! - starts[w]!;
      i++;
    }
  return table({
    spike_time: spikeTime,
    stimulus_presentation_id: presentationId,
    unit_id: unitId,
    time_since_stimulus_presentation_onset: since,
  });
}
