import { DataArray } from "@ecephys/core";
import type { OptionNames } from "@ecephys/files";
import { allocate } from "./allocate.ts";
import { binCentres, countIntoBins, regularEdges } from "./bins.ts";
import {
  checkInputs,
  SPIKE_SELECTION,
  type SpikeData,
  type SpikeSelection,
  selectPresentations,
  selectUnits,
} from "./inputs.ts";
import { smoothRows } from "./smoothing.ts";
import { rowsOfDomain, timeDomain } from "./time-domain.ts";

/** Which units and presentations, and in which bins. */
export interface PsthOptions extends SpikeSelection {
  /** Seconds; 0.01 by default. */
  readonly binSize?: number | undefined;
  /** From and to, seconds from the presentation's start; [-0.1, 0.5] by default. A whole number of bins. */
  readonly window?: readonly [from: number, to: number] | undefined;
  /** Standard deviation of a Gaussian that smooths along time, seconds; none by default. */
  readonly smooth?: number | undefined;
}

export const PSTH_OPTIONS: OptionNames<PsthOptions> = {
  ...SPIKE_SELECTION,
  binSize: true,
  window: true,
  smooth: true,
};

const ACTION = "Making a peri-stimulus time histogram";

/**
 * Peri-stimulus time histogram: each unit's mean firing rate around the start of the presentations,
 * `count / (presentations · binSize)`, in the bins of `presentationwiseSpikeCounts`.
 *
 * @returns "firing_rate" in spikes/s, dims unit_id × time_relative_to_stimulus_onset (bin centres, seconds).
 * NaN where no presentation is selected.
 * @throws an EcephysError "not-found" for unknown ids, "argument" for bins that do not fill the window.
 * @example
 * import { psth } from "@ecephys/analysis";
 *
 * const data = {
 *   spikeTimes: await session.spikeTimes({ unitIds: 950911932 }),
 *   presentations: await session.stimulusPresentations(),
 * };
 * const rates = psth(data, { window: [-0.1, 0.5], binSize: 0.01 });
 */
export function psth(data: SpikeData, options: PsthOptions = {}): DataArray<Float64Array> {
  const checks = checkInputs(data, options, PSTH_OPTIONS, ACTION);
  const { binSize = 0.01, window = [-0.1, 0.5], smooth } = options;
  checks.number("binSize", binSize);
  checks.range("window", window);
  checks.number("smooth", smooth);
  const units = selectUnits(data.spikeTimes, options.unitIds, ACTION);
  const { starts } = selectPresentations(data.presentations, options.stimulusPresentationIds, ACTION);
  const edges = regularEdges(window, binSize, ACTION);
  const rows = rowsOfDomain(timeDomain(starts, edges, undefined, ACTION));
  const bins = edges.length - 1;
  const rates = allocate(Float64Array, [units.length, bins], "units × bins", ACTION);
  const cells = { data: rates, stride: 1, binarize: false };
  for (const [u, { times }] of units.entries())
    for (const row of rows) countIntoBins(times, row, cells, u * bins);
  for (let i = 0; i < rates.length; i++) rates[i] = rates[i]! / (rows.length * binSize);
  return new DataArray({
    name: "firing_rate",
    dims: ["unit_id", "time_relative_to_stimulus_onset"],
    shape: [units.length, bins],
    coords: {
      unit_id: Float64Array.from(units, ({ id }) => id),
      time_relative_to_stimulus_onset: binCentres(edges),
    },
    data: smooth === undefined ? rates : smoothRows(rates, bins, smooth / binSize, ACTION),
    attributes: { unit: "spikes/s", presentations: rows.length },
  });
}
