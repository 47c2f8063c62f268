import { fetchApiContract } from "@ecephys/core/testing";
import { KNOWN, knownFiles } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LimsApi, lims } from "../src/lims.ts";
import type { PgPool } from "../src/pg-types.ts";
import { limsBench, userPool } from "./support.ts";

const bench = limsBench();
let pool: ReturnType<typeof userPool>;
let api: LimsApi;
let acquired = 0;

beforeAll(() => {
  pool = userPool(bench.server, { max: 4 });
  pool.on("acquire", () => {
    acquired += 1;
  });
  api = lims({ pool, appUrl: bench.app.url });
});
afterAll(async () => {
  await api?.close();
  await pool?.end();
});

const contract = fetchApiContract({
  api: () => api,
  known: KNOWN,
  contents: knownFiles(),
  refuses: ["hasEyeTracking", "stimulusNames"],
  requests: () => acquired,
});
for (const { title, run } of contract) test(title, run);

test("a pool of pg can be passed, and stays open after close()", async () => {
  const pool = userPool(bench.server);
  const given: PgPool = pool;
  const api = lims({ pool: given });
  await api.getProbes();
  await api.close();
  expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await pool.end();
});
