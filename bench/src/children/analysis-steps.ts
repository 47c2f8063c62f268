import { availableParallelism } from "node:os";
import type { EcephysSession } from "@ecephys/nwb";

/** Does the work, and returns a function that summarises the result outside the step's time. */
export type Step = () => Promise<() => unknown>;

/** Analyses of all units, whose spikes are in memory if an earlier step asked for them. */
export function analysisSteps(session: () => Promise<EcephysSession>): Record<string, Step> {
  const idsOf = async (stimulus: string, most = Number.POSITIVE_INFINITY) => {
    const presentations = await (await session()).getStimulusTable(stimulus);
    return Array.from(presentations.array("stimulus_presentation_id") as ArrayLike<number>).slice(0, most);
  };
  const counts = (unitsFirst: boolean) => async () => {
    const found = await (await session()).presentationwiseSpikeCounts({
      binEdges: Float64Array.from({ length: 51 }, (_, edge) => edge / 200),
      stimulusPresentationIds: await idsOf("static_gratings", 5000),
      unitsFirst,
    });
    return () => sum(found.data);
  };
  const pairs = (workers: number) => async () => {
    const units = (await (await session()).units()).array("unit_id") as ArrayLike<number>;
    const unitIds = Array.from(units)
      .sort((a, b) => a - b)
      .slice(0, 80);
    const found = await (await session()).correlograms({ unitIds, workers });
    return () => sum(found.data);
  };
  return {
    correlograms: pairs(0),
    correlograms_workers: pairs(availableParallelism()),
    psth: async () => {
      const rates = await (await session()).psth({
        stimulusPresentationIds: await idsOf("drifting_gratings_contrast"),
        by: "stimulus_condition_id",
      });
      const shown = rates.coord("presentation_count") as Float64Array;
      const perGroup = rates.size / shown.length;
      return () =>
        Math.round(sum(rates.data.map((rate, i) => rate * shown[Math.floor(i / perGroup)]! * 0.01)));
    },
    receptive_fields: async () => {
      const fields = await (await session()).receptiveField();
      return () => Math.round(sum(fields.data));
    },
    counts_all: counts(false),
    counts_units_first: counts(true),
    statistics_all: async () => {
      const stimulusPresentationIds = await idsOf("static_gratings", 5000);
      const rows = await (await session()).conditionwiseSpikeStatistics({ stimulusPresentationIds });
      return () => sum(rows.array("spike_count") as Float64Array);
    },
    rates: async () => {
      const rows = await (await session()).firingRates({ by: "stimulus_name" });
      return () => sum(rows.array("spike_count") as Float64Array);
    },
    all_metrics: async () => {
      const metrics = await (await session()).stimulusMetrics();
      return () => metrics.numRows();
    },
    all_metrics_workers: async () => {
      const metrics = await (await session()).stimulusMetrics({ workers: availableParallelism() });
      return () => metrics.numRows();
    },
    optotagging: async () => {
      const rows = await (await session()).optotaggingResponse();
      return () =>
        sum(rows.array("baseline_count") as Float64Array) + sum(rows.array("evoked_count") as Float64Array);
    },
  };
}

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
