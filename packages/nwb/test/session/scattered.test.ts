import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { serve, serveFile } from "@ecephys/fixtures/testing";
import { afterAll, describe, expect, it } from "vitest";
import type { EcephysSession } from "../../src/index.ts";
import { openSession } from "../../src/node.ts";
import { fileOf } from "../files.ts";

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

const PROBE = 11;
const STEPS: Readonly<Record<string, (session: EcephysSession) => Promise<unknown>>> = {
  units: async (session) => (await session.units()).objects(),
  "one unit": async (session) => session.spikeTimes({ unitIds: (await session.units()).get("unit_id", 0) }),
  presentations: async (session) => (await session.stimulusPresentations()).objects(),
  lfp: async (session) => {
    const lfp = await session.getLfp(PROBE);
    return [lfp.channels, (await lfp.isel({ time: { start: 1, end: 3 } })).data];
  },
};

async function open(bytes: Uint8Array) {
  const server = await serve(serveFile(bytes));
  closing.push(() => server.close());
  const options = { warn: () => {} };
  const streamed = await openSession(server.url, { ...options, lfp: { [PROBE]: server.url } });
  const local = await openSession(bytes, { ...options, lfp: { [PROBE]: bytes } });
  closing.push(
    () => streamed.close(),
    () => local.close(),
  );
  return { local, streamed };
}

/** Requests that each step takes at most. */
type Limits = Readonly<Record<string, number>>;

describe.each<[string, Limits]>([
  ["scattered.nwb", { units: 26, "one unit": 0, presentations: 14, lfp: 11 }],
  ["scattered-latest.nwb", { units: 12, "one unit": 0, presentations: 3, lfp: 13 }],
])("a session whose parts lie far apart: %s", (name, limits) => {
  it("answers as on the disk, in few requests", async () => {
    const bytes = new Uint8Array(gunzipSync(readFileSync(fileOf(`${name}.gz`))));
    const { local, streamed } = await open(bytes);
    const requests: Record<string, number> = {};
    for (const [step, ask] of Object.entries(STEPS)) {
      const before = streamed.transferred.requests;
      expect(await ask(streamed), step).toEqual(await ask(local));
      requests[step] = streamed.transferred.requests - before;
    }
    for (const [step, most] of Object.entries(limits)) expect(requests[step], step).toBeLessThanOrEqual(most);
    expect(streamed.transferred.bytes).toBeLessThan(0.6 * bytes.length);
  });
});
