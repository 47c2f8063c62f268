import type { StimulusData } from "./data.ts";
import { ReceptiveFieldMapping } from "./receptive-field-mapping.ts";
import { StimulusAnalysis } from "./stimulus-analysis.ts";
import type { StimulusAnalysisOptions } from "./stimulus-responses.ts";

/**
 * Responses to drifting gratings: tuning to orientation and temporal frequency, selectivity, modulation at the grating's
 * frequency, contrast responses. The presentations need `orientation` (degrees) and `temporal_frequency` (Hz; missing:
 * blank), and for `c50_dg` those named "drifting_gratings_contrast" also `contrast`.
 * @throws an EcephysError "not-found" where nothing of this class was presented, "argument" for data that are not what
 * is expected.
 * @example
 * import { driftingGratings } from "@ecephys/analysis";
 * import { table } from "arquero";
 *
 * const gratings = driftingGratings({
 *   spikeTimes: new Map([[1, Float64Array.of(0.2, 0.5, 3.1)]]),
 *   presentations: table({
 *     start_time: [0, 3],
 *     stop_time: [2, 5],
 *     orientation: [0, 90],
 *     temporal_frequency: [4, 4],
 *   }),
 * });
 * (await gratings.metrics()).get("pref_ori_dg", 0); // 0
 */
export function driftingGratings(
  data: StimulusData,
  options: StimulusAnalysisOptions = {},
): StimulusAnalysis<"drifting_gratings"> {
  return new StimulusAnalysis("drifting_gratings", data, options);
}

/**
 * Responses to static gratings: `spatial_frequency` (cycles/degree; missing: blank), `orientation` (degrees), `phase`
 * (0 to 1). Errors as in `driftingGratings`.
 */
export function staticGratings(
  data: StimulusData,
  options: StimulusAnalysisOptions = {},
): StimulusAnalysis<"static_gratings"> {
  return new StimulusAnalysis("static_gratings", data, options);
}

/** Responses to natural scenes: `frame` (-1: blank). Errors as in `driftingGratings`. */
export function naturalScenes(
  data: StimulusData,
  options: StimulusAnalysisOptions = {},
): StimulusAnalysis<"natural_scenes"> {
  return new StimulusAnalysis("natural_scenes", data, options);
}

/**
 * Responses to the frames of a natural movie: `frame`. By default the first of the movies, in the order of presentation.
 * Errors as in `driftingGratings`.
 */
export function naturalMovies(
  data: StimulusData,
  options: StimulusAnalysisOptions = {},
): StimulusAnalysis<"natural_movies"> {
  return new StimulusAnalysis("natural_movies", data, options);
}

/** Responses to full-field flashes: `color` (1: on, -1: off). Errors as in `driftingGratings`. */
export function flashes(
  data: StimulusData,
  options: StimulusAnalysisOptions = {},
): StimulusAnalysis<"flashes"> {
  return new StimulusAnalysis("flashes", data, options);
}

/** Receptive fields from gabors: `x_position`, `y_position` (degrees). Errors as in `driftingGratings`. */
export function receptiveFieldMapping(
  data: StimulusData,
  options: StimulusAnalysisOptions = {},
): ReceptiveFieldMapping {
  return new ReceptiveFieldMapping(data, options);
}

/** Responses to moving dots: `Speed`, `Dir` (degrees). Errors as in `driftingGratings`. */
export function dotMotion(
  data: StimulusData,
  options: StimulusAnalysisOptions = {},
): StimulusAnalysis<"dot_motion"> {
  return new StimulusAnalysis("dot_motion", data, options);
}
