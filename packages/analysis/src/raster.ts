import { type ColumnTable, table } from "@ecephys/core/arquero";
import type { OptionNames } from "@ecephys/files";
import {
  checkInputs,
  SPIKE_SELECTION,
  type SpikeData,
  type SpikeSelection,
  selectPresentations,
  selectUnits,
} from "./inputs.ts";
import { lowerBound } from "./search.ts";

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
  const checks = checkInputs(data, options, RASTER_OPTIONS, ACTION);
  const [from, to] = checks.range("window", options.window) ?? [-0.1, 0.5];
  const units = selectUnits(data.spikeTimes, options.unitIds, ACTION);
  const { ids, starts } = selectPresentations(data.presentations, options.stimulusPresentationIds, ACTION);
  const unitIds: number[] = [];
  const trials: number[] = [];
  const times: number[] = [];
  for (const unit of units)
    for (let trial = 0; trial < starts.length; trial++) {
      const end = starts[trial]! + to;
      for (let i = lowerBound(unit.times, starts[trial]! + from); unit.times[i]! < end; i++) {
        unitIds.push(unit.id);
        trials.push(trial);
        times.push(unit.times[i]!);
      }
    }
  return table({
    unit_id: Float64Array.from(unitIds),
    trial: Float64Array.from(trials),
    stimulus_presentation_id: Float64Array.from(trials, (trial) => ids[trial]!),
    time_relative_to_stimulus_onset: Float64Array.from(times, (time, i) => time - starts[trials[i]!]!),
    spike_time: Float64Array.from(times),
  });
}
