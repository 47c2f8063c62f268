import type { CorrectionId } from "./known.ts";

/** The probes of session 839557629. */
const OF_SESSION = [846401828, 846401830, 846401834, 846401841];
const SINGLE = [846401838, 832810584, 773463023];

/** Why a probe's LFP file does not exist anywhere; undefined for other probes. */
export function unreleasedLfp(probeId: number): CorrectionId | undefined {
  if (SINGLE.includes(probeId)) return "lfp-never-released";
  return OF_SESSION.includes(probeId) ? "session-without-lfp" : undefined;
}
