import type { ReceptiveFieldMapping, StimulusAnalysis } from "@ecephys/analysis";
import { DataArray } from "@ecephys/core";
import type { ColumnTable } from "arquero";
import { type Outcome, tableOutcome, valueOutcome } from "../outcome.ts";
import { metricsOf } from "./metrics.ts";

type Args = Readonly<Record<string, unknown>>;
type Call = (analysis: StimulusAnalysis, args: Args, tag: string) => Outcome | Promise<Outcome>;

const list = (values: ArrayLike<unknown>): Outcome => ({
  kind: "array",
  shape: [values.length],
  data: values,
});
const values =
  (parameter: string): Call =>
  (analysis) =>
    list(analysis.parameterValues(parameter));
const number =
  (parameter: string): Call =>
  (analysis) =>
    valueOutcome(analysis.parameterValues(parameter).length);
const fields = (analysis: StimulusAnalysis) => analysis as unknown as ReceptiveFieldMapping;

/** Our answer to each property of AllenSDK's classes. */
export const CALLS: Readonly<Record<string, Call>> = {
  name: (analysis) => valueOutcome(analysis.name),
  trial_duration: (analysis) => valueOutcome(analysis.trialDuration),
  unit_count: (analysis) => valueOutcome(analysis.unitIds.length),
  total_presentations: (analysis) => valueOutcome(analysis.totalPresentations),
  unit_ids: (analysis) => list(analysis.unitIds),
  metrics_names: (analysis) => valueOutcome(analysis.metricsNames),
  metrics_dtypes: async (analysis) => {
    const metrics = await metricsOf(analysis);
    return valueOutcome(
      analysis.metricsNames.map((name) => (typeof metrics.get(name, 0) === "number" ? "float64" : "bool")),
    );
  },
  known_stimulus_keys: (analysis) => valueOutcome(analysis.knownStimulusKeys),
  stim_table: (analysis) => tableOutcome(analysis.stimTable()),
  stim_table_spontaneous: (analysis) => tableOutcome(analysis.stimTableSpontaneous()),
  stimulus_conditions: (analysis) => tableOutcome(analysis.stimulusConditions()),
  null_condition: (analysis) => list(analysis.nullConditions),
  running_speed: async (analysis) => tableOutcome(await analysis.runningSpeed()),
  conditionwise_statistics: async (analysis) => tableOutcome(await analysis.conditionwiseStatistics()),
  presentationwise_statistics: async (analysis) => tableOutcome(await analysis.presentationwiseStatistics()),
  presentationwise_spike_times: async (analysis) =>
    valueOutcome(digest(analysis, await analysis.presentationwiseSpikeTimes())),
  conditionwise_psth: async (analysis, args, tag) => {
    const unitIds = tag === "two-units" ? (args.unitIds as number[]) : undefined;
    const psth = await analysis.conditionwisePsth({ unitIds });
    if (tag === "two-units") return { kind: "dataarray", array: psth };
    return { kind: "dataarray", array: summed(psth, 1) };
  },
  preferred_condition: async (analysis) => tableOutcome(await analysis.preferredConditions()),
  tuning: async (analysis, { dimension }) => tableOutcome(wide(await analysis.tuning(dimension as string))),
  block_starts: (analysis) => list(analysis.blocks.starts),
  block_stops: (analysis) => list(analysis.blocks.stops),
  orivals: values("orientation"),
  number_ori: number("orientation"),
  tfvals: values("temporal_frequency"),
  number_tf: number("temporal_frequency"),
  contrastvals: values("contrast"),
  number_contrast: number("contrast"),
  sfvals: values("spatial_frequency"),
  number_sf: number("spatial_frequency"),
  phasevals: values("phase"),
  number_phase: number("phase"),
  images: values("frame"),
  frames: values("frame"),
  number_images: number("frame"),
  images_nonblank: (analysis) => list(analysis.parameterValues("frame").filter((frame) => frame >= 0)),
  number_nonblank: (analysis) =>
    valueOutcome(analysis.parameterValues("frame").filter((frame) => frame >= 0).length),
  colors: values("color"),
  number_colors: number("color"),
  elevations: values("y_position"),
  number_elevations: number("y_position"),
  azimuths: values("x_position"),
  number_azimuths: number("x_position"),
  directions: values("Dir"),
  number_directions: number("Dir"),
  speeds: values("Speed"),
  number_speeds: number("Speed"),
  stim_table_contrast: (analysis) => tableOutcome(analysis.contrast()!.stimTable()),
  stimulus_conditions_contrast: (analysis) => tableOutcome(analysis.contrast()!.stimulusConditions()),
  conditionwise_statistics_contrast: async (analysis) =>
    tableOutcome(await analysis.contrast()!.conditionwiseStatistics()),
  receptive_fields: async (analysis, _, tag) => {
    const counts = await fields(analysis).receptiveFields();
    return { kind: "dataarray", array: tag === "spike_count" ? doubled(counts) : counts };
  },
  get_receptive_field: async (analysis, { unit_id }) => {
    const { data, shape } = await fields(analysis).receptiveFields({ unitIds: unit_id as number });
    return { kind: "array", data, shape: shape.slice(0, 2) };
  },
};

/** Counts, first and last times, and the sum of the times since onset, by unit. */
function digest(analysis: StimulusAnalysis, spikes: ColumnTable): { units: object[] } {
  const [units, times, since] = ["unit_id", "spike_time", "time_since_stimulus_presentation_onset"].map(
    (name) => spikes.array(name) as Float64Array,
  );
  const digests = [...analysis.unitIds].map((unit_id) => {
    const rows = Array.from(times!.keys()).filter((row) => units![row] === unit_id);
    const own = rows.map((row) => times![row]!);
    return {
      unit_id,
      count: own.length,
      first: own.slice(0, 3),
      last: own.slice(-3),
      sum_since_onset: rows.reduce((sum, row) => sum + since![row]!, 0),
    };
  });
  return { units: digests.filter(({ count }) => count > 0).sort((a, b) => a.unit_id - b.unit_id) };
}

/** The sums over one dimension. */
export function summed(array: DataArray<Float64Array>, along: number): DataArray<Float64Array> {
  const keep = (_: unknown, d: number) => d !== along;
  const shape = array.shape.filter(keep);
  const inner = array.shape.slice(along + 1).reduce((size, length) => size * length, 1);
  const data = new Float64Array(shape.reduce((size, length) => size * length, 1));
  for (const [i, value] of array.data.entries()) {
    const at = Math.floor(i / (inner * array.shape[along]!)) * inner + (i % inner);
    data[at] = data[at]! + value;
  }
  const dims = array.dims.filter(keep);
  const coords = Object.fromEntries(dims.map((dim) => [dim, array.coord(dim)]));
  return new DataArray({ name: array.name, dims, shape, coords, data });
}

function doubled(array: DataArray<Float64Array>): DataArray<Float64Array> {
  const coords = Object.fromEntries(array.dims.map((dim) => [dim, array.coord(dim)]));
  const { name, dims, shape } = array;
  return new DataArray({ name, dims, shape, coords, data: array.data.map((count) => 2 * count) });
}

/** One row per unit, one column per value of the parameter. */
function wide(tuning: DataArray<Float64Array>): ColumnTable {
  const [unit, parameter] = tuning.dims;
  return tuning.toTable().groupby(unit!).pivot(parameter!, "spike_mean");
}
