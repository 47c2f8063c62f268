import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { type ColumnTable, table } from "@ecephys/core/arquero";
import { columnInfo } from "@ecephys/core/columns";
import type { EcephysSession } from "@ecephys/nwb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EXPORT_KINDS } from "../src/node.ts";
import { rowsOf, rowTexts } from "./rows-of.ts";
import { type SampleDataset, SESSIONS, writeSampleDataset } from "./sample-dataset.ts";

let dataset: SampleDataset;
let duckdb: DuckDBConnection;

beforeAll(async () => {
  dataset = await writeSampleDataset();
  duckdb = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
});

afterAll(async () => {
  duckdb?.closeSync();
  await dataset?.close();
});

/** The tables of a session as its own methods give them. */
const OF_SESSION: Readonly<Record<string, (session: EcephysSession) => Promise<ColumnTable>>> = {
  presentations: (session) => session.stimulusPresentations(),
  conditions: (session) => session.stimulusConditions(),
  running: (session) => session.runningSpeed({ includeRotation: true }),
  pupil: async (session) => (await session.getPupilData()) ?? table({}),
  spikes: async (session) => {
    const spikes = [...(await session.spikeTimes())].flatMap(([id, times]) =>
      Array.from(times, (time) => [id, time] as const),
    );
    return table({ unit_id: spikes.map(([id]) => id), spike_time: spikes.map(([, time]) => time) });
  },
  "spike-counts": async (session) =>
    (await session.presentationwiseSpikeCounts({ binEdges: [0, 0.25] })).toTable(),
  psth: async (session) => (await session.psth({ by: "stimulus_name" })).toTable(),
  statistics: (session) => session.conditionwiseSpikeStatistics(),
};

async function ofProject(name: string): Promise<readonly ColumnTable[]> {
  const { cache } = dataset;
  switch (name) {
    case "sessions":
      return [await cache.getSessionTable()];
    case "probes":
      return [await cache.getProbes()];
    case "channels":
      return [await cache.getChannels()];
    case "units":
      return [await cache.getUnits()];
    default: {
      const types = await cache.getAllSessionTypes();
      return Promise.all(types.map((type) => cache.getUnitAnalysisMetricsBySessionType(type!)));
    }
  }
}

interface Found {
  readonly names: string[];
  readonly types: string[];
  readonly columns: unknown[][];
  readonly rows: number;
}

async function query(sql: string): Promise<Found> {
  const reader = await duckdb.runAndReadAll(sql);
  return {
    names: reader.columnNames(),
    types: reader.columnTypes().map(String),
    columns: reader.getColumnsJS(),
    rows: reader.currentRowCount,
  };
}

const TYPES = {
  integer: ["BIGINT", "INTEGER"],
  number: ["DOUBLE"],
  boolean: ["BOOLEAN"],
  text: ["VARCHAR"],
  list: ["DOUBLE[]", "VARCHAR[]"],
  "number or list": ["DOUBLE[]"],
} as const;

test.each(EXPORT_KINDS)(
  "DuckDB reads the dataset's $name as the tables have them",
  async ({ name, level }) => {
    const tables =
      level === "project"
        ? await ofProject(name)
        : await Promise.all(SESSIONS.map((id) => OF_SESSION[name]!(dataset.sessions.get(id)!)));
    const path = join(dataset.directory, name);
    for (const [at, expected] of tables.entries()) {
      const source =
        level === "project"
          ? `'${path}.parquet'`
          : `read_parquet('${path}/*/*.parquet', hive_partitioning = true) where ecephys_session_id = ${SESSIONS[at]}`;
      const names = expected.columnNames();
      const found = await query(`select * from ${source}`);
      const own = rowsOf(expected, names);
      const got = rowTexts(
        names.map((column) => columnOf(found, column)),
        found.rows,
      );
      if (name === "metrics") expect(got).toEqual(expect.arrayContaining(own));
      else expect(got).toEqual(own);
      for (const [index, column] of found.names.entries()) {
        const known = columnInfo(column);
        if (known) expect(TYPES[known.type], column).toContain(found.types[index]);
      }
    }
    if (level === "project") return;
    // Also readers that do not convert find one type for each column.
    const schemas = await query(
      `select string_agg(concat_ws(' ', name, type, logical_type, repetition_type), ', ') from parquet_schema('${path}/*/*.parquet') group by file_name`,
    );
    expect(schemas.rows).toBe(SESSIONS.length);
    expect(new Set(schemas.columns[0]).size).toBe(1);
  },
);

/** A column, and what a session has besides the columns of all sessions, or of another type. */
function columnOf({ columns, names, rows }: Found, name: string): ArrayLike<unknown> {
  const own = columns[names.indexOf(name)];
  const others = columns[names.indexOf("other_columns")];
  return Array.from({ length: rows }, (_, row) => {
    const value = own?.[row] ?? null;
    const other = others?.[row] ?? null;
    return value === null && other !== null ? JSON.parse(other as string)[name] : value;
  });
}

test("spikes are sorted by unit and time, and what no spike can match is skipped", async () => {
  const of = (id: number) => `'${dataset.directory}/spikes/ecephys_session_id=${id}/*.parquet'`;
  const [session] = SESSIONS;
  const { columns } = await query(`select unit_id, spike_time from ${of(session)}`);
  const keys = columns[0]!.map((id, row) => [Number(id), columns[1]![row] as number] as const);
  expect(keys).toEqual([...keys].sort(([a, s], [b, t]) => a - b || s - t));
  const groups = await query(
    `select row_group_id, stats_min_value, stats_max_value from parquet_metadata(${of(session)}) where path_in_schema = 'unit_id'`,
  );
  expect(groups.rows).toBe(Math.ceil(keys.length / 5000));
  for (const [group, id] of groups.columns[0]!.entries()) {
    const rows = keys.slice(Number(id) * 5000, (Number(id) + 1) * 5000).map(([unit]) => unit);
    expect(Number(groups.columns[1]![group])).toBe(Math.min(...rows));
    expect(Number(groups.columns[2]![group])).toBe(Math.max(...rows));
  }
});
