import { EcephysError, memoryStorage } from "@ecephys/files";
import { failure } from "@ecephys/fixtures/testing";
import { expect, it } from "vitest";
import { createProjectCache } from "../../src/create-project-cache.ts";
import { labBackend, lostConnection } from "./backend.ts";

const NAMES = ["getSessions", "getProbes", "getChannels", "getUnits"];

/** The warnings of a call that needs four tables, of which each try fails. */
async function warningsOf(fail: () => never): Promise<{ warnings: string[] }> {
  const api = labBackend();
  for (const name of NAMES) api.before.set(name, [fail, fail]);
  const warnings: string[] = [];
  const onWarning = (message: string) => warnings.push(message);
  const cache = await createProjectCache({ api, storage: memoryStorage(), onWarning });
  await failure(cache.getUnits(), "fetch");
  return { warnings };
}

it("a failure that four tables share is told once", async () => {
  const { warnings } = await warningsOf(lostConnection);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/connection was lost.* Fetching the \w+ again \(1 try left\)/);
});

it("failures of different reasons are each told", async () => {
  let count = 0;
  const { warnings } = await warningsOf(() => {
    const reason = `the server answered ${500 + (count++ % 4)}`;
    throw new EcephysError("fetch", { action: "Fetching", resource: "the lab", reason, retryable: true });
  });
  expect(new Set(warnings).size).toBe(warnings.length);
  expect(warnings.length).toBeGreaterThan(1);
});
