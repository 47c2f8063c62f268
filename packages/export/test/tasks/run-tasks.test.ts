import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { where } from "@ecephys/core";
import { table } from "@ecephys/core/arquero";
import { onSmallDisk, tried } from "@ecephys/fixtures/testing";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { beforeAll, describe, expect, it } from "vitest";
import {
  datasetStatus,
  defineTask,
  type ExportTask,
  exportSessions,
  parseTasks,
  planExport,
  runTasks,
  type SessionCache,
  type TaskResult,
  taskLines,
} from "../../src/tasks.ts";
import { poison, SESSIONS, sampleCache, sampleDirectory, sessionFile, WITHOUT_FILE } from "./lab.ts";

let directory: string;
let cache: SessionCache;
let dataset: string;

const rates = defineTask({
  name: "rates",
  version: 1,
  parameters: [{ name: "least", type: "number", description: "the lowest rate, 0 by default" }],
  run: async (session, { least = 0 }) => {
    const units = (await session.units()).select("unit_id", "firing_rate");
    return where(units, `firing_rate >= ${least}`);
  },
});

beforeAll(async () => {
  directory = sampleDirectory();
  cache = await sampleCache(directory);
  dataset = join(directory, "dataset");
});

const fileOf = (path: string) => {
  const bytes = readFileSync(join(dataset, path));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
};
const read = async (path: string) => parquetReadObjects({ file: fileOf(path) });
/** All files of a dataset, but for the plans. */
const files = () =>
  readdirSync(dataset, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("plans"))
    .map(({ name, parentPath }) => join(parentPath, name).slice(dataset.length + 1))
    .sort();

describe("a dataset", () => {
  let tasks: readonly ExportTask[];

  it("is planned as one task for each session and kind, with the version of what it reads", async () => {
    const plan = await planExport(
      cache,
      { kinds: ["sessions", "presentations", { kind: "rates", parameters: { least: 1 } }], tasks: [rates] },
      { dataset },
    );
    tasks = plan.tasks;
    expect(tasks.map(({ id }) => id)).toEqual([
      "sessions",
      ...SESSIONS.flatMap((id) => [`presentations/${id}`, `rates/${id}`]),
    ]);
    expect(plan.unavailable.map(({ session }) => session)).toContain(WITHOUT_FILE);
    expect(tasks[1]).toMatchObject({
      session: SESSIONS[0],
      output: `presentations/ecephys_session_id=${SESSIONS[0]}/part-0.parquet`,
      inputs: [
        {
          resource: `session ${SESSIONS[0]}`,
          byteLength: readFileSync(sessionFile(directory, SESSIONS[0])).length,
        },
        { resource: `channels of session ${SESSIONS[0]}` },
      ],
    });
    expect(tasks[1]?.estimate.bytes).toBeGreaterThan(0);
    expect(parseTasks(taskLines(tasks))).toEqual(tasks);
    expect(existsSync(dataset)).toBe(false);
  });

  it("is made by several parts, which have all tasks between them", async () => {
    const results: TaskResult[] = [];
    const onResult = (result: TaskResult) => results.push(result);
    await runTasks(cache, tasks, { shard: "1/2", tasks: [rates], onResult });
    const halfway = await datasetStatus(dataset);
    expect(halfway.counts.done).toBe(results.length);
    expect(halfway.counts.done + halfway.counts.waiting).toBe(tasks.length);
    await runTasks(cache, tasks, { shard: { index: 2, count: 2 }, tasks: [rates], onResult });
    expect(results.map(({ outcome, task }) => `${task} ${outcome}`).sort()).toEqual(
      tasks.map(({ id }) => `${id} written`).sort(),
    );
    const status = await datasetStatus(dataset);
    expect(status.counts).toEqual({ done: tasks.length, running: 0, failed: 0, outdated: 0, waiting: 0 });
    expect(status.rows).toBe(results.reduce((sum, { rows = 0 }) => sum + rows, 0));
  });

  it("has the rows of each session's tables, and nothing else but records", async () => {
    const session = await cache.getSessionData(SESSIONS[0]);
    const units = (await session.units()).filter((row) => row.firing_rate >= 1);
    const written = await read(`rates/ecephys_session_id=${SESSIONS[0]}/part-0.parquet`);
    expect(written.map(({ unit_id }) => Number(unit_id))).toEqual([...units.array("unit_id")]);
    const made = parquetMetadata(
      fileOf(`rates/ecephys_session_id=${SESSIONS[0]}/part-0.parquet`),
    ).key_value_metadata;
    const provenance = JSON.parse(made?.find(({ key }) => key === "ecephys:task")?.value ?? "");
    expect(provenance).toMatchObject({ kind: "rates", session: SESSIONS[0], parameters: { least: 1 } });
    expect(provenance.inputs[0]).toMatchObject({ resource: `session ${SESSIONS[0]}` });
    const presentations = await read(`presentations/ecephys_session_id=${SESSIONS[0]}/part-0.parquet`);
    expect(presentations).toHaveLength((await session.stimulusPresentations()).numRows());
    await session.close();
    const of = (name: string) =>
      SESSIONS.flatMap((id) => [
        `${name}/ecephys_session_id=${id}/_part-0.parquet.json`,
        `${name}/ecephys_session_id=${id}/part-0.parquet`,
      ]);
    expect(files()).toEqual(
      [
        "_dataset.json",
        "_sessions.parquet.json",
        "sessions.parquet",
        ...of("presentations"),
        ...of("rates"),
      ].sort(),
    );
    const manifest = JSON.parse(readFileSync(join(dataset, "_dataset.json"), "utf8"));
    expect(manifest.tables.map(({ name }: { name: string }) => name).sort()).toEqual([
      "presentations",
      "rates",
      "sessions",
    ]);
    expect(manifest.tables.find(({ name }: { name: string }) => name === "rates")).toMatchObject({
      partitionedBy: ["ecephys_session_id"],
      parameters: { least: 1 },
      columns: [{ name: "unit_id" }, { name: "firing_rate" }],
    });
  });

  it("is left as it is by the same tasks, and redone where parameters or code are others", async () => {
    const again = await runTasks(cache, tasks, { tasks: [rates] });
    expect(again).toMatchObject({ written: 0, skipped: tasks.length, failed: 0 });
    const request = { kinds: ["presentations", "rates"], sessions: SESSIONS, tasks: [rates] };
    const others = await planExport(cache, request, { dataset });
    expect((await runTasks(cache, others.tasks, { tasks: [rates] })).written).toBe(SESSIONS.length);
    const newer = [{ ...rates, version: 2 }];
    const summary = await exportSessions(cache, { ...request, tasks: newer }, { dataset });
    expect(summary).toMatchObject({ written: SESSIONS.length, skipped: SESSIONS.length, unavailable: [] });
    await expect(runTasks(cache, others.tasks, { tasks: newer })).resolves.toMatchObject({
      failed: SESSIONS.length,
    });
  });

  it("is not made of a source that has changed since it was planned, until it is planned anew", async () => {
    const request = { kinds: ["presentations"], sessions: [SESSIONS[0]] };
    const plan = await planExport(cache, request, { dataset });
    utimesSync(sessionFile(directory, SESSIONS[0]), 1e9, 1e9);
    const results: TaskResult[] = [];
    await runTasks(cache, plan.tasks, { onResult: (result) => results.push(result) });
    expect(results).toMatchObject([
      { outcome: "changed", error: { code: "missing-data", resource: `session ${SESSIONS[0]}` } },
    ]);
    const status = await datasetStatus(dataset);
    expect(status.tasks.find(({ task }) => task === `presentations/${SESSIONS[0]}`)?.state).toBe("done");
    expect(await exportSessions(cache, request, { dataset })).toMatchObject({ written: 1, failed: 0 });
  });

  it("is made of a source that changes while it is read no more than before", async () => {
    const touching = defineTask({
      name: "touching",
      version: 1,
      run: async () => {
        utimesSync(sessionFile(directory, SESSIONS[1]), 2e9, 2e9);
        return table({ id: [1] });
      },
    });
    const request = { kinds: ["touching"], sessions: [SESSIONS[1]], tasks: [touching] };
    expect(await exportSessions(cache, request, { dataset })).toMatchObject({ written: 0, changed: 1 });
    expect(files().filter((path) => path.startsWith("touching") || path.includes("work"))).toEqual([]);
  });

  it("gets the tables of good sessions, while a poisoned one is told", async () => {
    poison(directory, WITHOUT_FILE);
    const sessions = [SESSIONS[0], WITHOUT_FILE, SESSIONS[1]];
    const results: TaskResult[] = [];
    const options = { concurrency: 2, onResult: (result: TaskResult) => results.push(result) };
    const target = { dataset: join(directory, "poisoned") };
    const summary = await exportSessions(cache, { kinds: ["presentations"], sessions }, target, options);
    expect(summary).toMatchObject({ written: 2, failed: 1, failures: [{ session: WITHOUT_FILE }] });
    expect(summary.failures[0]?.error?.code).toBe("format");
    const status = await datasetStatus(target.dataset);
    expect(status.counts).toMatchObject({ done: 2, failed: 1 });
    expect(status.tasks.find(({ state }) => state === "failed")).toMatchObject({
      task: `presentations/${WITHOUT_FILE}`,
      error: { code: "format" },
    });
  });

  it("has no half-written file where the disk is full, and goes on when there is room", async () => {
    const filling = defineTask({
      name: "filling",
      version: 1,
      run: async () => table({ value: Float64Array.from({ length: 60_000 }, () => Math.random()) }),
    });
    const place = join(directory, "small");
    mkdirSync(place);
    const kinds = ["filling", "presentations"];
    const request = { kinds, sessions: [SESSIONS[0]], tasks: [filling] };
    await onSmallDisk(place, async (root) => {
      const target = { dataset: join(root, "dataset") };
      const summary = await exportSessions(cache, request, target);
      expect(summary).toMatchObject({ written: 1, failed: 1 });
      expect(summary.failures[0]).toMatchObject({
        kind: "filling",
        retryable: true,
        error: { code: "storage" },
      });
      const left = readdirSync(target.dataset, { recursive: true }).map(String);
      expect(left.filter((path) => path.startsWith("filling") || path.includes("work"))).toEqual([]);
      const status = await datasetStatus(target.dataset);
      expect(status.counts).toMatchObject({ done: 1, waiting: 0, running: 0 });
    });
    expect(await exportSessions(cache, request, { dataset: join(place, "dataset") })).toMatchObject({
      failed: 0,
    });
    tried("faults");
  });

  it("is made anew where a file is gone or cut off", async () => {
    const request = { kinds: ["presentations"], sessions: SESSIONS };
    const path = join(dataset, `presentations/ecephys_session_id=${SESSIONS[0]}/part-0.parquet`);
    writeFileSync(path, readFileSync(path).subarray(0, 100));
    expect((await datasetStatus(dataset)).tasks.find(({ output }) => path.endsWith(output))?.state).toBe(
      "waiting",
    );
    await exportSessions(cache, request, { dataset });
    expect((await read(path.slice(dataset.length + 1))).length).toBeGreaterThan(0);
    const record = join(path, "../_part-0.parquet.json");
    const whole = readFileSync(record, "utf8");
    for (const cut of [whole.slice(0, 99), "null", "[]", '{"version":1,"key":"x","columns":[null]}']) {
      writeFileSync(record, cut);
      writeFileSync(join(dataset, "_dataset.json"), cut);
      expect((await datasetStatus(dataset)).counts.waiting).toBe(1);
      expect(await exportSessions(cache, request, { dataset })).toMatchObject({ written: 1, skipped: 1 });
    }
    expect(JSON.parse(readFileSync(join(dataset, "_dataset.json"), "utf8")).tables).not.toEqual([]);
  });
});

describe("a plan", () => {
  it("refuses kinds, parameters, sessions and places that cannot be meant", async () => {
    const plan = (request: object, target: object = { dataset }) =>
      planExport(cache, request as never, target as never);
    await expect(plan({ kinds: ["presentation"] })).rejects.toThrow("Did you mean presentations?");
    await expect(plan({ kinds: [] })).rejects.toThrow("a list of kinds");
    await expect(
      plan({ kinds: [{ kind: "rates", parameters: { lest: 1 } }], tasks: [rates] }),
    ).rejects.toThrow("least");
    await expect(plan({ kinds: ["units", "units"] })).rejects.toThrow("every table once");
    await expect(plan({ kinds: ["units"] }, { dataset: "s3://bob:secret@lab/x" })).rejects.toThrow(
      /^(?!.*secret)/s,
    );
    await expect(plan({ kinds: ["units"], session: 1 })).rejects.toThrow("Did you mean sessions?");
  });

  it("refuses tasks that hold credentials, or would write elsewhere", () => {
    const task = {
      version: 1,
      id: "a",
      kind: "units",
      kindVersion: 1,
      parameters: {},
      filters: {},
      inputs: [],
    };
    const whole = {
      ...task,
      dataset: "/data",
      output: "units.parquet",
      format: "parquet",
      estimate: { bytes: 0 },
      planned: "2026",
    };
    const parse = (more: object) => () => parseTasks(JSON.stringify({ ...whole, ...more }), "plan.ndjson");
    expect(parse({})()).toHaveLength(1);
    for (const output of ["../units.parquet", "/units.parquet", ".ecephys/x", "a//b", "a/_b"])
      expect(parse({ output })).toThrow("plan.ndjson, line 1");
    expect(parse({ inputs: [{ resource: "x", source: "https://bob:pass@lab/x" }] })).toThrow(
      "a user name or a password",
    );
    expect(parse({ version: 2 })).toThrow("version 2");
    expect(parse({ filters: { snrMinimum: 1 } })).toThrow("there is no filter snrMinimum");
    expect(parse({ filters: { isiViolationsMaximum: "x" } })).toThrow(
      'its filter isiViolationsMaximum is "x"',
    );
    expect(parse({ planned: "soon" })).toThrow("when it was planned");
    expect(parse({ inputs: [{ resource: "x", byteLength: "5" }] })).toThrow("byteLength of x");
    expect(() => parseTasks("{}\n{", "plan.ndjson")).toThrow("line 1");
    const line = JSON.stringify(whole);
    expect(() => parseTasks(`${line}\n${line}`)).toThrow("the task a is there twice");
    const other = JSON.stringify({ ...whole, id: "b" });
    expect(() => parseTasks(`${line}\n${other}`)).toThrow("the output units.parquet is there twice");
  });
});

describe("defineTask", () => {
  it("refuses what is no task", () => {
    const run = () => table({});
    expect(() => defineTask({ name: "a/b", version: 1, run })).toThrow("letters");
    expect(() => defineTask({ name: "a", version: 0, run })).toThrow("version");
    expect(() => defineTask({ name: "a", version: 1, runs: run } as never)).toThrow("Did you mean run?");
  });
});
