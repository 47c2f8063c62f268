import { fixtureFile } from "@ecephys/fixtures";
import type { EcephysSession } from "@ecephys/nwb";
import { openSession } from "@ecephys/nwb/node";

export const PROBE = 752552876;

/** A session of the sample project with one probe's LFP. */
export function openSample(): Promise<EcephysSession> {
  return openSession(fixtureFile("mini", "session_715093703.nwb"), {
    lfp: { [PROBE]: fixtureFile("mini", `probe_${PROBE}_lfp.nwb`) },
    warn: () => {},
  });
}
