import type { Table } from "@ecephys/core";
import { table } from "@ecephys/core/arquero";
import { DataArray, typed } from "@ecephys/core/internal";
import { allocate } from "../allocate.ts";
import { countAround } from "../bins.ts";
import { countInWindows } from "../window-counts.ts";
import { forUnits, type SpikeReader, type UnitsOptions } from "./data.ts";
import { centreOf, conditionTotals, responseTo } from "./response.ts";
import type { PreferredConditionRow } from "./shown-rows.ts";
import type { Stimulus } from "./stimulus.ts";
import { countWindows } from "./trials.ts";
import { dimensionOf, tuningCurve } from "./tuning.ts";

/** Whose responses are computed, and what is told meanwhile. */
export interface UnitsCall extends Pick<UnitsOptions, "signal" | "onProgress"> {
  readonly reader: SpikeReader;
  readonly unitIds: readonly number[];
  readonly action: string;
}

/** A row of `presentationwiseStatistics`. */
export interface PresentationStatisticsRow {
  stimulus_presentation_id: number;
  unit_id: number;
  /** Spikes within the trial duration from the start, both ends included. */
  spike_counts: number;
  stimulus_condition_id: number;
  /** cm/s; NaN where it is not known. */
  running_speed: number;
}

/** A row of `conditionwiseStatistics`: spikes of the presentations of a condition, [start, stop). */
export interface ConditionStatisticsRow {
  unit_id: number;
  stimulus_condition_id: number;
  spike_count: number;
  stimulus_presentation_count: number;
  spike_mean: number;
  /** Of the sample; NaN for one presentation. */
  spike_std: number;
  spike_sem: number;
}

/** See `StimulusResponses.conditionwiseStatistics`. */
export async function conditionStatistics(
  { trials }: Pick<Stimulus, "trials">,
  call: UnitsCall,
): Promise<Table<ConditionStatisticsRow>> {
  const { unitIds } = call;
  const length = trials.conditionIds.length * unitIds.length;
  const column = () => allocate(Float64Array, [length], "conditions × units", call.action);
  const columns = {
    unit_id: column(),
    stimulus_condition_id: column(),
    spike_count: column(),
    stimulus_presentation_count: column(),
    spike_mean: column(),
    spike_std: column(),
    spike_sem: column(),
  };
  await eachUnit(call, (times, u) => {
    const counts = countInWindows(times, trials);
    const { totals, means } = conditionTotals(trials, times);
    for (const [c, members] of trials.members.entries()) {
      const row = c * unitIds.length + u;
      const n = members.length;
      let squares = 0;
      for (const trial of members) squares += (counts[trial]! - means[c]!) ** 2;
      const std = Math.sqrt(squares / (n - 1));
      columns.unit_id[row] = unitIds[u]!;
      columns.stimulus_condition_id[row] = trials.conditionIds[c]!;
      columns.spike_count[row] = totals[c]!;
      columns.stimulus_presentation_count[row] = n;
      columns.spike_mean[row] = means[c]!;
      columns.spike_std[row] = std;
      columns.spike_sem[row] = std / Math.sqrt(n);
    }
  });
  return typed<ConditionStatisticsRow>(table(columns));
}

/**
 * See `StimulusResponses.presentationwiseStatistics`.
 * @param ids of the trials' presentations.
 */
export async function presentationStatistics(
  { trials, trialDuration, speeds }: Stimulus,
  ids: Float64Array,
  call: UnitsCall,
): Promise<Table<PresentationStatisticsRow>> {
  const { unitIds } = call;
  const length = ids.length * unitIds.length;
  const column = () => allocate(Float64Array, [length], "presentations × units", call.action);
  const columns = {
    stimulus_presentation_id: column(),
    unit_id: column(),
    spike_counts: column(),
    stimulus_condition_id: column(),
    running_speed: column(),
  };
  await eachUnit(call, (times, u) => {
    const own = countWindows(times, trials.starts, trialDuration);
    for (let i = 0; i < own.length; i++) {
      const row = i * unitIds.length + u;
      columns.stimulus_presentation_id[row] = ids[i]!;
      columns.unit_id[row] = unitIds[u]!;
      columns.spike_counts[row] = own[i]!;
      columns.stimulus_condition_id[row] = trials.conditionIds[trials.conditions[i]!]!;
      columns.running_speed[row] = speeds[i]!;
    }
  });
  return typed<PresentationStatisticsRow>(table(columns));
}

/**
 * See `StimulusResponses.conditionwisePsth`.
 * @param chosen positions of conditions.
 */
export async function conditionPsth(
  { trials, edges }: Pick<Stimulus, "trials" | "edges">,
  chosen: readonly number[],
  call: UnitsCall,
): Promise<DataArray<Float64Array>> {
  const { unitIds } = call;
  const bins = edges.length - 1;
  const shape = [chosen.length, bins, unitIds.length] as const;
  const data = allocate(Float64Array, shape, "conditions × bins × units", call.action);
  const counts = new Float64Array(bins);
  await eachUnit(call, (times, u) => {
    for (const [k, condition] of chosen.entries()) {
      counts.fill(0);
      const members = trials.members[condition]!;
      let first = 0;
      for (const trial of members) first = countAround(times, trials.starts[trial]!, edges, counts, 0, first);
      for (let bin = 0; bin < bins; bin++)
        data[(k * bins + bin) * unitIds.length + u] = counts[bin]! / members.length;
    }
  });
  return new DataArray({
    name: "spike_counts",
    dims: ["stimulus_condition_id", "time_relative_to_stimulus_onset", "unit_id"],
    shape,
    coords: {
      stimulus_condition_id: Float64Array.from(chosen, (c) => trials.conditionIds[c]!),
      time_relative_to_stimulus_onset: Float64Array.from({ length: bins }, (_, bin) => centreOf(edges, bin)),
      unit_id: Float64Array.from(unitIds),
    },
    data,
    attributes: { unit: "spikes per presentation" },
  });
}

/** See `StimulusResponses.preferredConditions`. */
export async function preferredConditions(
  stimulus: Pick<Stimulus, "trials" | "blank">,
  call: UnitsCall,
): Promise<Table<PreferredConditionRow>> {
  const found = new Float64Array(call.unitIds.length);
  await eachUnit(call, (times, u) => {
    const { preferred } = responseTo(stimulus, times);
    found[u] = stimulus.trials.conditionIds[preferred] ?? Number.NaN;
  });
  return typed<PreferredConditionRow>(
    table({ unit_id: Float64Array.from(call.unitIds), stimulus_condition_id: found }),
  );
}

/** See `StimulusResponses.tuning`. */
export async function parameterTuning(
  { trials, blank }: Pick<Stimulus, "trials" | "blank">,
  parameter: string,
  call: UnitsCall,
): Promise<DataArray<Float64Array>> {
  const { unitIds } = call;
  const dimension = dimensionOf(trials, parameter, blank);
  const width = dimension.values.length;
  const data = new Float64Array(unitIds.length * width);
  await eachUnit(call, (times, u) => {
    data.set(tuningCurve(conditionTotals(trials, times).means, dimension), u * width);
  });
  return new DataArray({
    name: "spike_mean",
    dims: ["unit_id", parameter],
    shape: [unitIds.length, width],
    coords: { unit_id: Float64Array.from(unitIds), [parameter]: dimension.values },
    data,
    attributes: { unit: "spikes per presentation" },
  });
}

/** Calls `use` with one unit after the other, in the order of the ids. */
async function eachUnit(
  { reader, unitIds, action, ...options }: UnitsCall,
  use: (times: Float64Array, u: number) => void,
): Promise<void> {
  let u = 0;
  await forUnits(reader, unitIds, 1, options, action, ([unit]) => use(unit!.times, u++));
}
