import type { DataArray } from "@ecephys/core";
import { argumentChecks, type OptionNames } from "@ecephys/files";
import { IN_TURNS_OPTIONS, type InTurnsOptions, toTheEnd } from "../in-turns.ts";
import {
  CURRENT_SOURCE_DENSITY_OPTIONS,
  type CurrentSourceDensityData,
  type CurrentSourceDensityOptions,
  currentSourceDensitySteps,
} from "./current-source-density.ts";

const OPTIONS: OptionNames<CurrentSourceDensityOptions & InTurnsOptions> = {
  ...CURRENT_SOURCE_DENSITY_OPTIONS,
  ...IN_TURNS_OPTIONS,
};

/**
 * `currentSourceDensity`, the same to the bit, for long LFP: timers, input and other callers have their turns while it
 * works. The data must stay as they are until then.
 * @throws an EcephysError "argument" as `currentSourceDensity`, and the reason of `signal`.
 * @example
 * import { currentSourceDensityInTurns } from "@ecephys/analysis";
 *
 * const lfp = await session.getLfp(810755797, { maskInvalidIntervals: false });
 * const part = await lfp.sel({ time: { from: 38.7, to: 39.2 } });
 * const times = part.coord("time") as Float64Array;
 * const numberOf = new Map((await session.channels()).objects().map((row) => [row.id, row.probe_channel_number]));
 * const csd = await currentSourceDensityInTurns(
 *   {
 *     lfp: part,
 *     timestamps: times,
 *     onsets: [38.8, 38.9],
 *     channelNumbers: Array.from(part.coord("channel") as ArrayLike<number>, (id) => numberOf.get(id)!),
 *   },
 *   {
 *     samplingRate: (times.length - 1) / (times.at(-1)! - times[0]!),
 *     before: 0.05,
 *     after: 0.2,
 *     onProgress: ({ fraction }) => console.log(`${Math.round(100 * fraction)} %`),
 *   },
 * );
 */
export async function currentSourceDensityInTurns(
  data: CurrentSourceDensityData,
  options: CurrentSourceDensityOptions & InTurnsOptions,
): Promise<DataArray<Float64Array>> {
  const checks = argumentChecks("Computing current source density");
  const given = checks.required("the options", options, "an object with samplingRate");
  const { signal, onProgress, ...own } = checks.knownOptions(given, OPTIONS);
  return toTheEnd(currentSourceDensitySteps(data, own), { signal, onProgress });
}
