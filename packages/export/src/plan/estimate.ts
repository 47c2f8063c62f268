import type { TaskEstimate } from "./task.ts";

/**
 * Roughly the share of a session's file that a kind reads: of a made session of 2.8 GB, spike times are 1.05 GB, and
 * presentations 20 MB. The others are guesses. To balance work it is enough that a larger session counts for more.
 */
const SHARES: Readonly<Record<string, number>> = {
  presentations: 0.01,
  conditions: 0.01,
  running: 0.01,
  pupil: 0.01,
  spikes: 0.4,
  "spike-counts": 0.4,
  psth: 0.4,
  statistics: 0.4,
};
const OTHER_SHARE = 0.4;

/** What a session's table costs to make, from the size of its file. */
export function sessionEstimate(kind: string, fileBytes: number | undefined): TaskEstimate {
  return { bytes: Math.round((fileBytes ?? 0) * (SHARES[kind] ?? OTHER_SHARE)) };
}
