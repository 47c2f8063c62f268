import { argumentChecks } from "@ecephys/files";
import type { Place } from "./arrays.ts";

const COLUMNS = [16, 48, 0, 32];
const MOST_CHANNELS = 1_000_000;

function checkNumbers(from: number, to: number): void {
  const checks = argumentChecks("Placing channels");
  checks.count("from", from, 0, MOST_CHANNELS);
  checks.count("to", to, 0, MOST_CHANNELS);
}

/**
 * Where the sites of a Neuropixels 1.0 probe lie, as AllenSDK has them: four staggered columns, 20 µm from row to row, the
 * first row at 0. The table of electrodes has them 20 µm higher.
 * @param from first channel number; `to` is not included.
 */
export function channelPlaces(from = 0, to = 384): Place[] {
  checkNumbers(from, to);
  return Array.from({ length: Math.max(0, to - from) }, (_, k) => ({
    x: COLUMNS[(from + k) % 4]!,
    y: 20 * Math.floor((from + k) / 2),
  }));
}

/** Virtual sites in one column between the real ones, 10 µm apart. */
export function virtualPlaces(from = 0, to = 384): Place[] {
  checkNumbers(from, to);
  return Array.from({ length: Math.max(0, to - from) }, (_, k) => ({ x: 24, y: 10 * (from + k) }));
}

/** The numbers of channels in the order in which files of phase 3a probes hold their LFP. */
export function phase3aChannelOrder(): Int32Array {
  return Int32Array.from({ length: 384 }, (_, i) => {
    const block = Math.floor(i / 24);
    const k = i % 24;
    return 24 * block + (k % 2) * 12 + Math.floor(k / 2);
  });
}
