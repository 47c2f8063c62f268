import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { writeCacheDirectory } from "@ecephys/fixtures";
import { type LocalPostgres, startLocalPostgres } from "@ecephys/fixtures/postgres";
import { temporaryDirectory, tried } from "@ecephys/fixtures/testing";
import { parquetReadObjects } from "hyparquet";
import { build } from "tsup";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  datasetStatus,
  type ExportTask,
  pgQueue,
  runTasks,
  runWorker,
  type SessionCache,
  submitTasks,
  type TaskLease,
  type TaskQueue,
  type TaskResult,
} from "./entries.ts";
import { expectedValues, giveAllFiles, labCache, labPlan, TASKS } from "./lab-tasks.ts";

/** At which operation on the dataset's files workers are killed, and which of several such ones. All are of their first two tasks. */
const MOMENTS: readonly (readonly [operation: string, nth: number])[] = [
  // Taking the lock of the file,
  ["open .*lock.*tmp$", 1],
  ["writeFile", 1],
  ["link .*lock", 1],
  ["unlink .*lock.*tmp$", 1],
  // writing it elsewhere,
  ["rm .*work/", 1],
  ["mkdir .*work/.*/", 1],
  ["open .*rows", 1],
  ["write$", 1],
  ["write$", 2],
  ["sync", 1],
  ["rename .*rows.*tmp$", 1],
  ["sync", 2],
  // putting it in place, with its record,
  ["rm .*json$", 1],
  ["mkdir /[a-z]+/", 1],
  ["rename .*rows$", 1],
  ["open .*json.*tmp$", 1],
  ["write$", 3],
  ["rename .*json.*tmp$", 1],
  // giving the lock back, and taking that of the next one.
  ["unlink .*lock$", 1],
  ["link .*lock", 2],
];
const AT_ONCE = 4;
const PASSWORD = "local-superuser";

let postgres: LocalPostgres;
let directory: string;
let root: string;
let cache: SessionCache;
let program: string;
const queues: TaskQueue[] = [];

beforeAll(async () => {
  directory = temporaryDirectory();
  root = join(directory, "cache");
  writeCacheDirectory("mini", root);
  giveAllFiles(root);
  cache = await labCache(root);
  postgres = await startLocalPostgres();
  program = await buildChild();
});
afterAll(async () => {
  for (const queue of queues) await queue.close();
  await postgres.stop();
  rmSync(join(program, ".."), { recursive: true, force: true });
});

/** Builds `child.ts` of this workspace's sources as one file. */
async function buildChild(): Promise<string> {
  const place = join(import.meta.dirname, "../../node_modules/.cache");
  mkdirSync(place, { recursive: true });
  const outDir = mkdtempSync(join(place, "queue-"));
  await build({
    ...{ config: false, entry: { child: join(import.meta.dirname, "child.ts") }, outDir, silent: true },
    ...{ format: "esm", target: "es2022", platform: "node", splitting: false, noExternal: [/^@ecephys/] },
    external: ["pg-boss"],
    esbuildOptions(options) {
      options.conditions = ["ecephys-source"];
    },
  });
  return join(outDir, "child.js");
}

const address = (database: string) =>
  `postgres://${postgres.user}:${PASSWORD}@${postgres.host}:${postgres.port}/${database}`;

/** A queue of a database of its own. */
async function newQueue(database: string, options: object = {}) {
  await postgres.createDatabase(database);
  const queue = await pgQueue({
    url: address(database),
    leaseSeconds: 1,
    retryDelaySeconds: 0,
    retries: 50,
    ...options,
  });
  queues.push(queue);
  return queue;
}

const worker = { untilEmpty: true, pollInterval: 100, tasks: TASKS, onWarning: () => {} };

/** Every task's file is there, with its own rows alone; nothing else is left but records, plans and the manifest. */
async function expectWhole(tasks: readonly ExportTask[], dataset: string): Promise<void> {
  for (const task of tasks) {
    const bytes = readFileSync(join(dataset, task.output));
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const rows = await parquetReadObjects({ file });
    expect(rows.map(({ value }) => value)).toEqual(expectedValues(task));
  }
  const known = new Set(tasks.map(({ output }) => output));
  const isRecord = (path: string) => /(^|\/)_[^/]+\.json$|^\.ecephys\/plans\/\w+\.ndjson$/.test(path);
  expect(filesOf(dataset).filter((path) => !known.has(path) && !isRecord(path))).toEqual([]);
}

function filesOf(dataset: string): string[] {
  return readdirSync(dataset, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name).slice(dataset.length + 1));
}

/** Looks at a dataset as often as it can: what is done stays done, its file is whole, and no task is missing. */
function watchStatus(tasks: readonly ExportTask[], dataset: string) {
  const done = new Set<string>();
  let isOver = false;
  let looks = 0;
  const watching = (async () => {
    while (!isOver) {
      const status = await datasetStatus(dataset);
      expect(status.tasks.map(({ task }) => task)).toEqual(tasks.map(({ id }) => id).sort());
      const now = new Set(status.tasks.flatMap(({ state, task }) => (state === "done" ? task : [])));
      for (const id of done) expect(now).toContain(id);
      for (const { output, state, task } of status.tasks) {
        if (state !== "done" || done.has(task)) continue;
        const bytes = readFileSync(join(dataset, output));
        expect(bytes.subarray(-4).toString()).toBe("PAR1");
        done.add(task);
      }
      looks++;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  watching.catch(() => {});
  return async () => {
    isOver = true;
    await watching;
    return { looks, done: done.size };
  };
}

describe("workers of a queue in PostgreSQL", () => {
  it(`that are killed at ${MOMENTS.length} moments leave every task to be done once, whole`, async () => {
    const dataset = join(directory, "killed");
    const queue = await newQueue("killed");
    const tasks = await labPlan(cache, dataset);
    expect(await submitTasks(queue, tasks)).toBe(tasks.length);
    expect(await submitTasks(queue, tasks)).toBe(0);
    const stopWatching = watchStatus(tasks, dataset);
    for (let batch = 0; batch < MOMENTS.length; batch += AT_ONCE) {
      const ends = MOMENTS.slice(batch, batch + AT_ONCE).map(async ([operation, nth]) => {
        const where = [root, dataset, address("killed"), `^${operation}`, String(nth)];
        const child = spawn(process.execPath, [program, ...where]);
        const [errors, [, signal]] = await Promise.all([text(child.stderr), once(child, "exit")]);
        expect({ operation, errors, signal }).toEqual({ operation, errors: "", signal: "SIGKILL" });
        tried("kills");
      });
      await Promise.all(ends);
    }
    await runWorker(cache, queue, worker);
    // What the dead were writing is removed when it is ten minutes old, so it is made that old.
    for (const path of filesOf(dataset))
      if (/\.tmp$|\.lock\.\w+$/.test(path)) utimesSync(join(dataset, path), 0, 0);
    await runTasks(cache, tasks, { tasks: TASKS });
    const { looks } = await stopWatching();
    expect(looks).toBeGreaterThan(10);
    expect(await queue.counts()).toEqual({
      waiting: 0,
      active: 0,
      done: tasks.length,
      failed: 0,
      cancelled: 0,
    });
    expect((await datasetStatus(dataset)).counts).toMatchObject({ done: tasks.length });
    await expectWhole(tasks, dataset);
  });

  it("given the same task make its file once; who lost it stops", async () => {
    const dataset = join(directory, "same");
    const queue = await newQueue("same");
    const [task] = (await labPlan(cache, dataset)) as [ExportTask];
    await submitTasks(queue, [task]);
    const lease = (await queue.take()) as TaskLease;
    expect(lease.task).toEqual(task);
    expect(await queue.take()).toBeUndefined();
    // As if the first worker had been silent for longer than its lease.
    await postgres.sql("same", "update pgboss.job set started_on = now() - interval '1 hour'");
    const second = (await queue.take()) as TaskLease;
    expect(second.task).toEqual(task);
    expect(await lease.renew()).toBe(false);
    expect(await second.renew()).toBe(true);
    const results: TaskResult[] = [];
    const handed = (one: TaskLease): TaskQueue => {
      let isTaken = false;
      const take = async () => {
        if (isTaken) return undefined;
        isTaken = true;
        return one;
      };
      return {
        ...queue,
        take,
        counts: async () => ({ waiting: 0, active: 0, done: 0, failed: 0, cancelled: 0 }),
      };
    };
    const onResult = (result: TaskResult) => results.push(result);
    await Promise.all([lease, second].map((one) => runWorker(cache, handed(one), { ...worker, onResult })));
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(["skipped", "written"]);
    expect(await queue.counts()).toMatchObject({ done: 1, active: 0 });
    await expectWhole([task], dataset);
  });

  it("go on when PostgreSQL crashes and is started again", async () => {
    const dataset = join(directory, "away");
    const queue = await newQueue("away", { leaseSeconds: 30 });
    const tasks = await labPlan(cache, dataset);
    await submitTasks(queue, tasks);
    const warnings: string[] = [];
    let begun = 0;
    let crashing: Promise<void> | undefined;
    // Twice, in the middle of a task: its worker cannot tell the queue of its result, nor the other one take a task.
    const crashers = TASKS.map((task) => ({
      ...task,
      rows: async (...args: Parameters<typeof task.rows>) => {
        begun++;
        if (begun === 5 || begun === 12) {
          crashing = postgres.kill();
          await crashing;
        }
        return task.rows(...args);
      },
    }));
    const onWarning = (message: string) => {
      warnings.push(message);
      if (message.includes("again.")) return;
      void crashing?.then(() => postgres.start());
      crashing = undefined;
    };
    const stopWatching = watchStatus(tasks, dataset);
    await runWorker(cache, queue, { ...worker, concurrency: 2, tasks: crashers, onWarning });
    await stopWatching();
    tried("faults", 2);
    expect(await queue.counts()).toEqual({
      waiting: 0,
      active: 0,
      done: tasks.length,
      failed: 0,
      cancelled: 0,
    });
    await expectWhole(tasks, dataset);
    const returns = warnings.filter((message) => message.includes("can be reached again"));
    expect(returns.length).toBeGreaterThanOrEqual(2);
    expect(warnings.join("\n")).not.toContain(PASSWORD);
  });

  it("tell failed tasks, try again those that may succeed, and do all others", async () => {
    const dataset = join(directory, "failing");
    const queue = await newQueue("failing", { retries: 2 });
    let tries = 0;
    const failing = TASKS.map((task) => ({
      ...task,
      rows: async (...args: Parameters<typeof task.rows>) => {
        const { id } = args[0] as unknown as { id: number };
        if (task.name === "alpha" && id === 715093703) throw Object.assign(new Error(`try ${++tries}`), {});
        return task.rows(...args);
      },
    }));
    const tasks = await labPlan(cache, dataset);
    await submitTasks(queue, tasks);
    const summary = await runWorker(cache, queue, { ...worker, tasks: failing });
    expect(tries).toBe(3);
    expect(summary).toMatchObject({ written: tasks.length - 1, failed: 3 });
    expect(await queue.counts()).toMatchObject({ waiting: 0, active: 0, done: tasks.length - 1, failed: 1 });
    const status = await datasetStatus(dataset);
    expect(status.counts).toMatchObject({ done: tasks.length - 1, failed: 1 });
    expect(status.tasks.find(({ state }) => state === "failed")?.error?.message).toBe("try 3");
    // Submitted again, only what failed is left to do.
    expect(await submitTasks(queue, tasks)).toBe(tasks.length);
    const again = await runWorker(cache, queue, worker);
    expect(again).toMatchObject({ written: 1, skipped: tasks.length - 1, failed: 0 });
    await expectWhole(tasks, dataset);
  });

  it("stop at a cancelled task, and give back the task when they are stopped", async () => {
    const dataset = join(directory, "cancelled");
    const queue = await newQueue("cancelled");
    const tasks = await labPlan(cache, dataset);
    await submitTasks(queue, tasks);
    const stop = new AbortController();
    const waiting = TASKS.map((task) => ({
      ...task,
      rows: async (_: unknown, __: unknown, { signal }: { signal?: AbortSignal } = {}) => {
        stop.abort(new Error("enough"));
        return new Promise<never>((_resolve, reject) => {
          if (signal?.aborted) reject(signal.reason);
          signal?.addEventListener("abort", () => reject(signal.reason));
        });
      },
    })) as typeof TASKS;
    await expect(runWorker(cache, queue, { ...worker, tasks: waiting, signal: stop.signal })).rejects.toThrow(
      "enough",
    );
    expect(await queue.counts()).toMatchObject({ waiting: tasks.length, active: 0 });
    const cancelling = TASKS.map((task) => ({
      ...task,
      rows: async (_: unknown, __: unknown, { signal }: { signal?: AbortSignal } = {}) => {
        await queue.cancel();
        return new Promise<never>((_resolve, reject) =>
          signal?.addEventListener("abort", () => reject(signal.reason)),
        );
      },
    })) as typeof TASKS;
    expect(await runWorker(cache, queue, { ...worker, tasks: cancelling })).toMatchObject({
      written: 0,
      failed: 0,
    });
    expect(await queue.counts()).toMatchObject({ waiting: 0, active: 0, cancelled: tasks.length });
    expect((await datasetStatus(dataset)).counts).toMatchObject({ waiting: tasks.length });
  });

  it("are told which database they cannot use, without its password", async () => {
    const opening = (url: string) => pgQueue({ url });
    const wrong = address("killed").replace(PASSWORD, "guessed-word");
    await expect(opening(wrong)).rejects.toMatchObject({ code: "database", retryable: false });
    await expect(opening(wrong)).rejects.toThrow(/^(?!.*guessed-word).*PGPASSWORD/s);
    await expect(opening(address("nowhere"))).rejects.toThrow(
      `the queue ecephys of PostgreSQL nowhere at 127.0.0.1`,
    );
    await expect(opening("mysql://bob:secret@lab/x")).rejects.toThrow(/^(?!.*secret)/s);
    await expect(pgQueue({ naem: "x" } as object)).rejects.toThrow("Did you mean name?");
  });
});
