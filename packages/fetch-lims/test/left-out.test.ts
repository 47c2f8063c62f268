import { beforeAll, describe, expect, test } from "vitest";
import { limsBench } from "./support.ts";

const bench = limsBench();
/** Habituation, failed, of unknown state, not known to be none. */
const OUT = { habituation: 1100000763, failed: 1100000861, stateless: 1100000959, unsure: 1100001057 };
const UNPUBLISHED = 1100001155;

/** Ids of `table` that belong to a session, by whatever state. */
async function idsOf(table: "ep" | "ec" | "eu", where: string): Promise<number[]> {
  const rows = await bench.sql(`
    select distinct ${table}.id::int as id from ecephys_sessions es
    join ecephys_probes ep on ep.ecephys_session_id = es.id
    left join ecephys_channels ec on ec.ecephys_probe_id = ep.id
    left join ecephys_units eu on eu.ecephys_channel_id = ec.id
    where ${where} and ${table}.id is not null`);
  return rows.map(({ id }) => Number(id));
}

beforeAll(async () => {
  // As if every unit had been analysed, those that are left out as well.
  await bench.sql(`
    insert into ecephys_analysis_runs
      select 2000000000 + id, id, true from ecephys_sessions es
      where not exists (select 1 from ecephys_analysis_runs ear where ear.ecephys_session_id = es.id);
    insert into ecephys_unit_metric_bundles
      select 3000000000 + eu.id, ear.id, eu.id, '{"made_up": 1}'
      from ecephys_units eu join ecephys_channels ec on ec.id = eu.ecephys_channel_id
      join ecephys_probes ep on ep.id = ec.ecephys_probe_id
      join ecephys_analysis_runs ear on ear.ecephys_session_id = ep.ecephys_session_id and ear.current
      where not exists (select 1 from ecephys_unit_metric_bundles b where b.ecephys_unit_id = eu.id)`);
});

describe.each(Object.entries(OUT))("a session that is %s", (_, session) => {
  test("is in no table, not even when requested by id", async () => {
    const api = bench.lims();
    const units = await idsOf("eu", `es.id = ${session}`);
    expect(units.length).toBeGreaterThan(0);
    const tables = [
      await api.getSessions({ sessionIds: [session] }),
      await api.getProbes({ sessionIds: [session] }),
      await api.getProbes({ probeIds: await idsOf("ep", `es.id = ${session}`) }),
      await api.getChannels({ sessionIds: [session] }),
      await api.getChannels({ channelIds: await idsOf("ec", `es.id = ${session}`) }),
      await api.getUnits({ sessionIds: [session] }),
      await api.getUnits({ unitIds: units }),
      await api.getUnitAnalysisMetrics({ sessionIds: [session] }),
      await api.getUnitAnalysisMetrics({ unitIds: units }),
    ];
    expect(tables.map((table) => table.numRows())).toEqual(Array(9).fill(0));
  });
});

test.each(["ep.workflow_state = 'failed'", "ep.workflow_state is null"])(
  "probes with %s are left out with what is on them",
  async (state) => {
    const api = bench.lims();
    const probeIds = await idsOf("ep", state);
    const unitIds = await idsOf("eu", state);
    expect(unitIds.length).toBeGreaterThan(0);
    const tables = [
      await api.getProbes({ probeIds }),
      await api.getChannels({ probeIds }),
      await api.getUnits({ unitIds }),
      await api.getUnitAnalysisMetrics({ unitIds }),
    ];
    expect(tables.map((table) => table.numRows())).toEqual([0, 0, 0, 0]);
  },
);

test("invalid channels are left out with their units", async () => {
  const channelIds = await idsOf("ec", "es.id = 715093703 and not ec.valid_data");
  expect(channelIds.length).toBeGreaterThan(0);
  expect((await bench.lims().getChannels({ channelIds })).numRows()).toBe(0);
  expect((await bench.lims().getUnits({ channelIds })).numRows()).toBe(0);
});

test("metrics of superseded analysis runs are left out", async () => {
  const table = await bench.lims().getUnitAnalysisMetrics();
  expect(table.columnNames()).not.toContain("superseded");
  const ids = table.array("ecephys_unit_id");
  expect(new Set(ids).size).toBe(ids.length);
});

test("unpublished sessions are included unless a date of publication is given", async () => {
  const api = bench.lims();
  const counts = async (publishedAt?: string) => {
    const filters = { sessionIds: [UNPUBLISHED], publishedAt };
    return [
      (await api.getSessions(filters)).numRows(),
      (await api.getProbes(filters)).numRows(),
      (await api.getChannels(filters)).numRows() > 0 ? 1 : 0,
      (await api.getUnits(filters)).numRows() > 0 ? 1 : 0,
    ];
  };
  expect(await counts()).toEqual([1, 1, 1, 1]);
  expect(await counts("2100-01-01")).toEqual([0, 0, 0, 0]);
});

test("what was published on a date is included from its midnight on", async () => {
  const api = bench.lims();
  const count = async (publishedAt: string | Date) => (await api.getSessions({ publishedAt })).numRows();
  expect(await count("2019-10-03")).toBe(5);
  expect(await count(new Date("2019-10-03"))).toBe(5);
  expect(await count("2019-10-03T02:00+02:00")).toBe(5);
  expect(await count("2019-10-02T23:59:59.999Z")).toBe(0);
});
