import { DataArray } from "@ecephys/core/internal";
import { argumentChecks } from "@ecephys/files";

/** Micrometres in a centimetre. */
const MICROMETRES = 1e4;

/**
 * Current source density (V/cm²) of a stretch of LFP: the second derivative along the probe at every sample, by the
 * difference quotient of three neighbouring places, which need not lie equally far apart (at equal distances it is
 * (f(i+1) - 2 f(i) + f(i-1)) / h²; Pitts 1952, Nicholson and Freeman 1975). As in AllenSDK without a minus sign.
 * Channels at one height are averaged, those without a height are left out, and so are the first and the last place.
 * @param lfp time × channel in volts.
 * @param heights Vertical position of each channel on its probe, µm.
 * @returns virtual_channel_index × time, with `vertical_position` (µm), as `getCurrentSourceDensity` gives.
 * @throws an EcephysError "argument" where fewer than three places are known.
 */
export function csdOfStretch(lfp: DataArray, heights: ArrayLike<number>): DataArray<Float64Array> {
  const [samples = 0, channels = 0] = lfp.shape;
  const places = placesOf(heights, channels);
  if (places.length < 3)
    throw argumentChecks("Computing current source density").refusal(
      "the channels",
      `${places.length} places on the probe`,
      "channels at three heights or more",
    );
  const mean = (t: number, columns: readonly number[]) =>
    columns.reduce((sum, column) => sum + lfp.data[t * channels + column]!, 0) / columns.length;
  const rows = places.length - 2;
  const data = new Float64Array(rows * samples);
  const potentials = new Float64Array(places.length);
  for (let t = 0; t < samples; t++) {
    for (const [p, { columns }] of places.entries()) potentials[p] = mean(t, columns);
    for (let row = 0; row < rows; row++) {
      const below = (places[row + 1]!.height - places[row]!.height) / MICROMETRES;
      const above = (places[row + 2]!.height - places[row + 1]!.height) / MICROMETRES;
      const rise = (potentials[row + 2]! - potentials[row + 1]!) / above;
      const fall = (potentials[row + 1]! - potentials[row]!) / below;
      data[row * samples + t] = (2 * (rise - fall)) / (above + below);
    }
  }
  return new DataArray({
    name: "CSD",
    dims: ["virtual_channel_index", "time"],
    shape: [rows, samples],
    coords: {
      virtual_channel_index: Float64Array.from({ length: rows }, (_, i) => i),
      time: lfp.coord("time"),
      vertical_position: {
        dim: "virtual_channel_index",
        values: Float64Array.from({ length: rows }, (_, i) => places[i + 1]!.height),
      },
    },
    data,
    attributes: { unit: "V/cm²" },
  });
}

/** The heights that there are, ascending, each with the columns at it. */
function placesOf(
  heights: ArrayLike<number>,
  channels: number,
): { readonly height: number; readonly columns: readonly number[] }[] {
  const places = new Map<number, number[]>();
  for (let column = 0; column < channels; column++) {
    const height = heights[column];
    if (height === undefined || !Number.isFinite(height)) continue;
    places.set(height, [...(places.get(height) ?? []), column]);
  }
  return [...places].map(([height, columns]) => ({ height, columns })).sort((a, b) => a.height - b.height);
}
