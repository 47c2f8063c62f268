import type { EcephysProjectApi } from "@ecephys/core";
import { lims } from "@ecephys/fetch-lims";
import { limsSql, type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { type LocalPostgres, startLocalPostgres } from "@ecephys/fixtures/postgres";
import type { ColumnTable } from "arquero";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { warehouseOf } from "../src/project.ts";

const PUBLISHED = { publishedAt: "2019-10-03" };

describe.each(["mini", "legacy"] as const)("LIMS and the warehouse of %s", (project) => {
  let server: LocalPostgres;
  let web: SampleWarehouse;
  let fromLims: EcephysProjectApi;
  let fromWarehouse: EcephysProjectApi;
  beforeAll(async () => {
    server = await startLocalPostgres();
    const { schema, data } = limsSql(project);
    await server.createDatabase("lims2", schema, data);
    web = await startSampleWarehouse({ project });
    const { host, port, user, password } = server;
    fromLims = lims({ host, port, user, password, database: "lims2", appUrl: web.url });
    fromWarehouse = warehouseOf(web);
  });
  afterAll(async () => {
    await fromLims.close?.();
    await server.stop();
    await web.close();
  });

  test.each(["getSessions", "getProbes", "getChannels", "getUnits"] as const)(
    "%s give the same published rows",
    async (call) => {
      const [ours, theirs] = [await fromLims[call](PUBLISHED), await fromWarehouse[call]()];
      expect(describeTable(ours)).toEqual(describeTable(theirs));
    },
  );

  test("getUnitAnalysisMetrics give the same metrics", async () => {
    for (const sessionTypes of [["brain_observatory_1.1"], ["functional_connectivity"]]) {
      const ours = await fromLims.getUnitAnalysisMetrics({ sessionTypes });
      const theirs = await fromWarehouse.getUnitAnalysisMetrics({ sessionTypes });
      expect(describeTable(ours)).toEqual(describeTable(theirs));
    }
  });
});

/** Columns by name, as plain values. */
function describeTable(table: ColumnTable): Record<string, unknown[]> {
  return Object.fromEntries(
    table
      .columnNames()
      .sort()
      .map((name) => [name, Array.from(table.array(name) as ArrayLike<unknown>)]),
  );
}
