import { DataArray } from "@ecephys/core/internal";
import type { OptionNames } from "@ecephys/files";
import { allocate } from "./allocate.ts";
import { binCentres, countAround, regularEdges } from "./bins.ts";
import { groupCoords, groupsOf } from "./group-coords.ts";
import { type Group, groupNumbers } from "./groups.ts";
import {
  checkInputs,
  SPIKE_SELECTION,
  type SpikeData,
  type SpikeSelection,
  selectPresentations,
  unitsOneByOne,
} from "./inputs.ts";
import { rowSmoother } from "./smoothing.ts";
import { finish, type Steps } from "./steps.ts";
import { requireStarts } from "./time-domain.ts";

/** Which units and presentations, and in which bins. */
export interface PsthOptions extends SpikeSelection {
  /** Seconds; 0.01 by default. */
  readonly binSize?: number | undefined;
  /** From and to, seconds from the presentation's start; [-0.1, 0.5] by default. A whole number of bins. */
  readonly window?: readonly [from: number, to: number] | undefined;
  /** Standard deviation of a Gaussian that smooths along time, seconds; none by default. */
  readonly smooth?: number | undefined;
  /**
   * Column of the presentations to group by, such as "stimulus_condition_id": one histogram for each of its values,
   * ascending, all in one pass over the spikes. Presentations without a value are left out.
   */
  readonly by?: string | undefined;
}

export const PSTH_OPTIONS: OptionNames<PsthOptions> = {
  ...SPIKE_SELECTION,
  binSize: true,
  window: true,
  smooth: true,
  by: true,
};

const ACTION = "Making a peri-stimulus time histogram";

/**
 * Peri-stimulus time histogram: each unit's mean firing rate around the start of the presentations,
 * `count / (presentations · binSize)`, in the bins of `presentationwiseSpikeCounts`.
 *
 * @returns "firing_rate" in spikes/s, dims unit_id × time_relative_to_stimulus_onset (bin centres, seconds).
 * NaN where no presentation is selected. With `by` its dimension comes first, under the column's name, its values
 * ascending; they are numbers, else text ("true" and "false" of flags, "[1,2]" of lists). The coordinate
 * "presentation_count" counts the presentations of each.
 * @throws an EcephysError "not-found" for unknown ids, "argument" for bins that do not fill the window, and for a column
 * that the presentations do not have.
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
  return finish(psthSteps(data, options));
}

/** `psth` unit by unit. */
export function* psthSteps(data: SpikeData, options: PsthOptions = {}): Steps<DataArray<Float64Array>> {
  const checks = checkInputs(data, options, PSTH_OPTIONS, ACTION);
  const { binSize = 0.01, window = [-0.1, 0.5], smooth } = options;
  checks.number("binSize", binSize);
  checks.range("window", window);
  checks.number("smooth", smooth);
  const by = options.by === undefined ? undefined : checks.text("by", options.by);
  const units = unitsOneByOne(data.spikeTimes, options.unitIds, ACTION);
  const { starts, rows } = selectPresentations(data.presentations, options.stimulusPresentationIds, ACTION);
  const edges = regularEdges(window, binSize, ACTION);
  const groups =
    by === undefined
      ? [{ key: [], members: Array.from(rows.keys()) }]
      : groupsOf(data.presentations, rows, by, ACTION);
  yield 0;
  const trials = trialsInTime(starts, groups);
  yield 0;
  const bins = edges.length - 1;
  const smoothen = rowSmoother(bins, (smooth ?? 0) / binSize, ACTION);
  const rates = allocate(Float64Array, [groups.length, units.length, bins], "groups × units × bins", ACTION);
  for (const [u, { times }] of units.entries()) {
    let from = 0;
    for (let t = 0; t < trials.starts.length; t++) {
      const cell = (trials.groups[t]! * units.length + u) * bins;
      from = countAround(times, trials.starts[t]!, edges, rates, cell, from);
    }
    for (const [g, { members }] of groups.entries()) {
      const at = (g * units.length + u) * bins;
      for (let i = at; i < at + bins; i++) rates[i] = rates[i]! / (members.length * binSize);
      smoothen(rates, at);
    }
    yield (u + 1) / units.length;
  }
  const shape = [units.length, bins];
  return new DataArray({
    name: "firing_rate",
    dims: [...(by === undefined ? [] : [by]), "unit_id", "time_relative_to_stimulus_onset"],
    shape: by === undefined ? shape : [groups.length, ...shape],
    coords: {
      ...(by === undefined ? {} : groupCoords(by, groups)),
      unit_id: Float64Array.from(units, ({ id }) => id),
      time_relative_to_stimulus_onset: binCentres(edges),
    },
    data: rates,
    attributes: { unit: "spikes/s", presentations: trials.starts.length },
  });
}

/** The presentations of all groups by ascending start, so that each search begins where the last one ended. */
function trialsInTime(
  starts: Float64Array,
  groups: readonly Group[],
): { readonly starts: Float64Array; readonly groups: Int32Array } {
  const numbers = groupNumbers(groups, starts.length);
  const isGrouped = new Uint8Array(starts.length);
  for (const { members } of groups) for (const at of members) isGrouped[at] = 1;
  requireStarts(
    starts.map((start, at) => (isGrouped[at] === 1 ? start : 0)),
    ACTION,
  );
  const order = Int32Array.from({ length: starts.length }, (_, at) => at).filter((at) => isGrouped[at] === 1);
  if (!isInOrder(starts, order)) order.sort((a, b) => starts[a]! - starts[b]!);
  const own = Float64Array.from(order, (at) => starts[at]!);
  return { starts: own, groups: order.map((at) => numbers[at]!) };
}

function isInOrder(starts: Float64Array, order: Int32Array): boolean {
  for (let i = 1; i < order.length; i++) if (!(starts[order[i]!]! >= starts[order[i - 1]!]!)) return false;
  return true;
}
