import { type ColumnTable, table } from "@ecephys/core/arquero";
import type { OptionNames } from "@ecephys/files";
import { allocate } from "./allocate.ts";
import {
  checkInputs,
  SPIKE_SELECTION,
  type SpikeData,
  type SpikeSelection,
  selectPresentations,
  unitsOneByOne,
} from "./inputs.ts";
import { lowerBound } from "./search.ts";
import { finish, type Steps } from "./steps.ts";
import { countInWindows, windowsAround } from "./window-counts.ts";

/** Which units and presentations, and in which window. */
export interface RasterOptions extends SpikeSelection {
  /** From and to, seconds from the presentation's start, [from, to); [-0.1, 0.5] by default. */
  readonly window?: readonly [from: number, to: number] | undefined;
}

export const RASTER_OPTIONS: OptionNames<RasterOptions> = { ...SPIKE_SELECTION, window: true };

const ACTION = "Making a raster";

/**
 * The ticks of a raster plot: every spike in a window around the start of each presentation. A spike
 * has one row for every window that contains it.
 *
 * @returns one row per spike and trial, sorted by unit, trial and time: `unit_id`, `trial` (0, 1, … in the order of the
 * selected presentations), `stimulus_presentation_id`, `time_relative_to_stimulus_onset` (seconds),
 * `spike_time` (seconds, master clock). No value is missing.
 * @throws an EcephysError "not-found" for unknown ids.
 * @example
 * import { rasterTable } from "@ecephys/analysis";
 *
 * const data = {
 *   spikeTimes: await session.spikeTimes({ unitIds: 950911932 }),
 *   presentations: await session.stimulusPresentations(),
 * };
 * const ticks = rasterTable(data, { window: [-0.1, 0.5] });
 */
export function rasterTable(data: SpikeData, options: RasterOptions = {}): ColumnTable {
  return finish(rasterSteps(data, options));
}

/** `rasterTable` unit by unit. */
export function* rasterSteps(data: SpikeData, options: RasterOptions = {}): Steps<ColumnTable> {
  const checks = checkInputs(data, options, RASTER_OPTIONS, ACTION);
  const window = checks.range("window", options.window) ?? [-0.1, 0.5];
  const units = unitsOneByOne(data.spikeTimes, options.unitIds, ACTION);
  const { ids, starts } = selectPresentations(data.presentations, options.stimulusPresentationIds, ACTION);
  const windows = windowsAround(starts, window);
  const counts = new Float64Array(starts.length);
  let rows = 0;
  // Counted first, so that every column has its length from the beginning.
  for (const [u, { times }] of units.entries()) {
    for (const count of countInWindows(times, windows, counts)) rows += count;
    yield (u + 1) / units.length / 2;
  }
  const column = () => allocate(Float64Array, [rows], "spikes in the windows", ACTION);
  const ticks = { unit: column(), trial: column(), id: column(), since: column(), time: column() };
  let row = 0;
  for (const [u, { id, times }] of units.entries()) {
    const first = row;
    let from = 0;
    for (let trial = 0; trial < starts.length; trial++) {
      const [start, end] = [windows.starts[trial]!, windows.stops[trial]!];
      if (!(start <= end)) continue;
      if (trial > 0 && !(start >= windows.starts[trial - 1]!)) from = 0;
      from = lowerBound(times, start, from);
      for (let i = from; times[i]! < end; i++, row++) {
        ticks.trial[row] = trial;
        ticks.id[row] = ids[trial]!;
        ticks.since[row] = times[i]! - starts[trial]!;
        ticks.time[row] = times[i]!;
      }
    }
    ticks.unit.fill(id, first, row);
    yield 0.5 + (u + 1) / units.length / 2;
  }
  return table({
    unit_id: ticks.unit,
    trial: ticks.trial,
    stimulus_presentation_id: ticks.id,
    time_relative_to_stimulus_onset: ticks.since,
    spike_time: ticks.time,
  });
}
