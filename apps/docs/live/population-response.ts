import type { EcephysSession } from "@ecephys/nwb";

/** How a whole population answers to a stimulus. */
export interface PopulationResponse {
  /** Centres of the bins, seconds from the stimulus' start. */
  readonly times: Float64Array;
  /** Mean over the units, spikes/s. */
  readonly rates: Float64Array;
  readonly units: number;
  readonly presentations: number;
}

/** A real session has up to a thousand units, whose spikes take gigabytes. */
const MOST_UNITS = 50;

// #region figure
/** Mean firing rate of a session's first units around the start of a stimulus: from 0.1 s before to 0.5 s after, bins of 20 ms. */
export async function populationResponse(
  session: EcephysSession,
  stimulus: string,
): Promise<PopulationResponse> {
  const unitIds = (await session.units()).array("unit_id").slice(0, MOST_UNITS);
  const shown = await session.getStimulusTable(stimulus);
  const histogram = await session.psth({
    unitIds,
    stimulusPresentationIds: shown.array("stimulus_presentation_id"),
    window: [-0.1, 0.5],
    binSize: 0.02,
  });
  const [units, bins] = histogram.shape as [number, number];
  const rates = new Float64Array(bins);
  for (const [i, rate] of histogram.data.entries()) rates[i % bins]! += rate / units;
  const times = Float64Array.from(histogram.coord("time_relative_to_stimulus_onset") as Float64Array);
  return { times, rates, units, presentations: shown.numRows() };
}
// #endregion figure

/** The points of a line through the rates, in a box of the given size. */
export function linePoints({ times, rates }: PopulationResponse, width: number, height: number): string {
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 1];
  const top = Math.max(...rates, Number.MIN_VALUE);
  return Array.from(rates, (rate, i) => {
    const x = ((times[i]! - first) / (last - first)) * width;
    return `${x.toFixed(1)},${(height - (rate / top) * height).toFixed(1)}`;
  }).join(" ");
}
