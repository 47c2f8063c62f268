import { type ContractCheck, expectRefusal } from "@ecephys/files/testing";
import type { EcephysProjectApi } from "../fetch-api.ts";
import { FILE_CALLS, type TableCall, tableCalls, UNKNOWN_ID } from "./known-project.ts";

const SESSION_ID = 715093703;

const NAMED: Readonly<Record<TableCall, string>> = {
  getSessions: "sessions",
  getProbes: "probes",
  getChannels: "channels",
  getUnits: "units",
  getUnitAnalysisMetrics: String(SESSION_ID),
};

/**
 * Checks of what a backend that never fetches must do, to run in its tests: every call rejects with an
 * EcephysError "missing-data" that names the requested resource.
 */
export function refusingFetchApiContract(api: () => EcephysProjectApi): ContractCheck[] {
  const calls = tableCalls(SESSION_ID);
  return [
    ...(Object.keys(calls) as TableCall[]).map((call) => ({
      title: `${call} is refused and names ${NAMED[call]}`,
      run: () => expectRefusal(calls[call](api()), "missing-data", call, NAMED[call]),
    })),
    ...FILE_CALLS.map((call) => ({
      title: `${call} is refused and names the number`,
      run: () => expectRefusal(api()[call](UNKNOWN_ID), "missing-data", call, String(UNKNOWN_ID)),
    })),
  ];
}
