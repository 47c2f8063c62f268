import { fetchApiContract } from "@ecephys/fixtures/contracts";
import { expect, test } from "vitest";
import { lims } from "../src/lims.ts";
import type { PgPool } from "../src/pg-types.ts";
import { limsBench, userPool } from "./support.ts";

const bench = limsBench();

fetchApiContract({
  name: "lims",
  publishedAt: "filters",
  make: async () => {
    let taken = 0;
    const pool = userPool(bench.server, { max: 4 });
    pool.on("acquire", () => {
      taken += 1;
    });
    const api = lims({ pool, appUrl: bench.app.url });
    return {
      api,
      requests: () => taken,
      close: async () => {
        await api.close();
        await pool.end();
      },
    };
  },
});

test("a pool of pg fits as it is, and stays open after close()", async () => {
  const pool = userPool(bench.server);
  const given: PgPool = pool;
  const api = lims({ pool: given });
  await api.getProbes();
  await api.close();
  expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await pool.end();
});
