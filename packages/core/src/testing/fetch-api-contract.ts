import { type ContractCheck, expectEqual, expectThat } from "@ecephys/files/testing";
import { type Backend, type Checks, column, type FetchApiContract } from "./backend.ts";
import { fileChecks } from "./file-checks.ts";
import { filterChecks } from "./filter-checks.ts";
import { UNKNOWN_ID } from "./known-project.ts";
import { refusalChecks } from "./refusal-checks.ts";
import { tableChecks } from "./table-checks.ts";
import { textChecks } from "./text-checks.ts";

export type { FetchApiContract } from "./backend.ts";

/**
 * Checks of what every fetching backend must do, to run in its tests with any framework. The backend is not
 * used before a check runs.
 * @example
 * import { fetchApiContract } from "@ecephys/core/testing";
 * import { warehouse } from "@ecephys/fetch-warehouse";
 * import { test } from "vitest";
 *
 * const api = warehouse();
 * const known = {
 *   sessionId: 715093703, sessionType: "brain_observatory_1.1", probeId: 810755797,
 *   otherSessionId: 778998620, otherSessionType: "functional_connectivity",
 *   movie: 1, scene: 0,
 * };
 * for (const { title, run } of fetchApiContract({ api: () => api, known, refuses: ["publishedAt"] }))
 *   test(title, run);
 */
export function fetchApiContract(contract: FetchApiContract): ContractCheck[] {
  const checks: Checks = {
    ...tableChecks(contract.known),
    ...filterChecks(contract.refuses ?? []),
    ...refusalChecks(),
    ...fileChecks(contract.known),
    ...textChecks,
    "answers calls side by side": sideBySide,
  };
  return Object.entries(checks).map(([title, run]) => ({
    title,
    run: async () => run(await backendOf(contract)),
  }));
}

async function backendOf(contract: FetchApiContract): Promise<Backend> {
  const { known, requests } = contract;
  return {
    api: await contract.api(),
    known: { ...known, unknownId: known.unknownId ?? UNKNOWN_ID },
    contract,
    async asksNothing(work) {
      const before = requests?.();
      await work();
      expectEqual(requests?.(), before, "the number of requests that were sent");
    },
  };
}

async function sideBySide({ api }: Backend): Promise<void> {
  const [sessions, probes, units] = await Promise.all([api.getSessions(), api.getProbes(), api.getUnits()]);
  const ids = new Set(column(sessions, "id"));
  const belong = column(probes, "ecephys_session_id").every((id) => ids.has(id));
  expectThat(belong, "every probe should be one of a session that getSessions gives");
  expectThat(units.numRows() > 0, "there should be units");
}
