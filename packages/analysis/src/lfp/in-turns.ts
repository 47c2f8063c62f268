import type { DataArray } from "@ecephys/core";
import { argumentChecks, type OptionNames } from "@ecephys/files";
import { IN_TURNS_OPTIONS, type InTurnsOptions, toTheEnd } from "../in-turns.ts";
import {
  BAND_OPTIONS,
  bandPassSteps,
  type Lfp,
  type LfpBandOptions,
  SPECTROGRAM_OPTIONS,
  type SpectrogramOptions,
  type SpikeTriggeredOptions,
  spectrogramSteps,
  spikeTriggeredLfpSteps,
  TRIGGERED_OPTIONS,
} from "./signals.ts";

const BAND_IN_TURNS: OptionNames<LfpBandOptions & InTurnsOptions> = { ...BAND_OPTIONS, ...IN_TURNS_OPTIONS };
const SPECTROGRAM_IN_TURNS: OptionNames<SpectrogramOptions & InTurnsOptions> = {
  ...SPECTROGRAM_OPTIONS,
  ...IN_TURNS_OPTIONS,
};
const TRIGGERED_IN_TURNS: OptionNames<SpikeTriggeredOptions & InTurnsOptions> = {
  ...TRIGGERED_OPTIONS,
  ...IN_TURNS_OPTIONS,
};

/**
 * `bandPass`, the same to the bit, for long LFP: timers, input and other callers have their turns while it works. The LFP
 * must stay as it is until then.
 * @param lfp dims time × channel.
 * @throws an EcephysError "argument" as `bandPass`, and the reason of `signal`.
 * @example
 * import { bandPassInTurns } from "@ecephys/analysis";
 *
 * const lfp = await session.getLfp(810755797);
 * const stretch = await lfp.sel({ time: { from: 38.7, to: 39.2 } });
 * const gamma = await bandPassInTurns(stretch, {
 *   band: [20, 80],
 *   signal: AbortSignal.timeout(60_000),
 *   onProgress: ({ fraction }) => console.log(`${Math.round(100 * fraction)} %`),
 * });
 */
export async function bandPassInTurns(
  lfp: Lfp,
  options: LfpBandOptions & InTurnsOptions,
): Promise<DataArray<Float64Array>> {
  const checks = argumentChecks("Filtering LFP");
  const given = checks.required("the options", options, "an object with band");
  const { signal, onProgress, ...own } = checks.knownOptions(given, BAND_IN_TURNS);
  return toTheEnd(bandPassSteps(lfp, own), { signal, onProgress });
}

/**
 * `spectrogram`, the same to the bit, for long LFP: timers, input and other callers have their turns while it works. The LFP
 * must stay as it is until then.
 * @param lfp dims time × channel.
 * @throws an EcephysError "argument" as `spectrogram`, and the reason of `signal`.
 * @example
 * import { spectrogramInTurns } from "@ecephys/analysis";
 *
 * const lfp = await session.getLfp(810755797);
 * const stretch = await lfp.sel({ time: { from: 38.7, to: 39.2 } });
 * const power = await spectrogramInTurns(stretch, { window: 0.1, signal: AbortSignal.timeout(60_000) });
 */
export async function spectrogramInTurns(
  lfp: Lfp,
  options: SpectrogramOptions & InTurnsOptions = {},
): Promise<DataArray<Float64Array>> {
  const checks = argumentChecks("Making a spectrogram");
  const { signal, onProgress, ...own } = checks.knownOptions(options, SPECTROGRAM_IN_TURNS);
  return toTheEnd(spectrogramSteps(lfp, own), { signal, onProgress });
}

/**
 * `spikeTriggeredLfp`, the same to the bit, for many spikes: timers, input and other callers have their turns while it
 * works. The LFP and the times must stay as they are until then.
 * @param lfp dims time × channel.
 * @param times of the spikes, seconds, in any order.
 * @throws an EcephysError "argument" as `spikeTriggeredLfp`, and the reason of `signal`.
 * @example
 * import { spikeTriggeredLfpInTurns } from "@ecephys/analysis";
 *
 * const lfp = await session.getLfp(810755797);
 * const stretch = await lfp.sel({ time: { from: 38.7, to: 39.2 } });
 * const [times] = (await session.spikeTimes()).values();
 * const around = await spikeTriggeredLfpInTurns(stretch, times!, {
 *   window: [-0.05, 0.05],
 *   signal: AbortSignal.timeout(60_000),
 * });
 */
export async function spikeTriggeredLfpInTurns(
  lfp: Lfp,
  times: ArrayLike<number>,
  options: SpikeTriggeredOptions & InTurnsOptions = {},
): Promise<DataArray<Float64Array>> {
  const checks = argumentChecks("Averaging LFP around spikes");
  const { signal, onProgress, ...own } = checks.knownOptions(options, TRIGGERED_IN_TURNS);
  return toTheEnd(spikeTriggeredLfpSteps(lfp, times, own), { signal, onProgress });
}
