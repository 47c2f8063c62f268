import { expect, it } from "vitest";
import {
  createProjectCache,
  SUPPRESS_FROM_CHANNELS,
  SUPPRESS_FROM_PROBES,
  SUPPRESS_FROM_SESSION_TABLE,
  SUPPRESS_FROM_UNITS,
} from "../../src/index.ts";
import { labBackend } from "../project/backend.ts";

it("the columns left out by default are exported, so that users can add to them", async () => {
  const cache = await createProjectCache({ api: labBackend() });
  const tables = [
    ["getSessionTable", SUPPRESS_FROM_SESSION_TABLE],
    ["getProbes", SUPPRESS_FROM_PROBES],
    ["getChannels", SUPPRESS_FROM_CHANNELS],
    ["getUnits", SUPPRESS_FROM_UNITS],
  ] as const;
  for (const [method, suppressed] of tables) {
    const usual = (await cache[method]()).columnNames();
    const mine = (await cache[method]({ suppress: [...suppressed, usual.at(-1)!] })).columnNames();
    expect(mine).toEqual(usual.slice(0, -1));
  }
});
