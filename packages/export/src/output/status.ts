import { argumentChecks, type CacheStorage, EcephysError, type PlainError } from "@ecephys/files";
import { eachAtMost } from "@ecephys/files/internal";
import { directoryStorage } from "@ecephys/files/node";
import { taskKey } from "../plan/key.ts";
import type { ExportTask } from "../plan/task.ts";
import { MANIFEST_PATH, recordedOutput } from "./layout.ts";
import { type DatasetManifest, datasetDifferences } from "./manifest.ts";
import { plannedTasks } from "./plans.ts";
import { finishedPartition, readFailure, readJson } from "./records.ts";

/**
 * How far a task is: its file is "done"; a process is "running" it; it "failed" the last time; a file is there of other
 * inputs, parameters or code ("outdated"), and is made anew; or it is "waiting".
 */
export type TaskState = "done" | "running" | "failed" | "outdated" | "waiting";

/** How far one task of a dataset is. */
export interface TaskStatus {
  readonly task: string;
  readonly state: TaskState;
  readonly output: string;
  /** Of a file that is there. */
  readonly rows?: number | undefined;
  readonly bytes?: number | undefined;
  /** Of the last failure. */
  readonly error?: PlainError | undefined;
}

/** How far a dataset is, from what lies in its directory. */
export interface DatasetStatus {
  readonly dataset: string;
  readonly counts: Readonly<Record<TaskState, number>>;
  /** Of the files that are done. */
  readonly rows: number;
  readonly bytes: number;
  /** By id. */
  readonly tasks: readonly TaskStatus[];
  /** In what finished files of one table differ: "psth: parameters: …". Noted when a run ends. */
  readonly differences: readonly string[];
}

const LOOKED_AT_AT_ONCE = 32;

/**
 * How far a dataset is: what has been planned for it (by `runTasks`, `submitTasks` and `exportSessions`), what is done,
 * running, failed and waiting. It is read from the directory alone, at any time, while any number of processes work on it.
 * Files without a plan count as done.
 * @throws an EcephysError "not-found" for a directory in which there is no dataset, "storage" where it cannot be read.
 */
export async function datasetStatus(dataset: string): Promise<DatasetStatus> {
  argumentChecks("Looking at a dataset").text("dataset", dataset, "a directory");
  const storage = directoryStorage(dataset);
  const planned = await plannedTasks(storage);
  const outputs = new Set(planned.map(({ output }) => output));
  const others = (await storage.list()).flatMap((path) => recordedOutput(path) ?? []);
  const tasks = (
    await Promise.all([
      eachAtMost(planned, LOOKED_AT_AT_ONCE, (task) => stateOf(storage, task)),
      eachAtMost(
        others.filter((output) => !outputs.has(output)),
        LOOKED_AT_AT_ONCE,
        (output) => unplanned(storage, output),
      ),
    ])
  )
    .flat()
    .filter((one) => one !== undefined)
    .sort((left, right) => (left.task < right.task ? -1 : 1));
  if (tasks.length === 0) throw noDataset(storage.location);
  const counts = { done: 0, running: 0, failed: 0, outdated: 0, waiting: 0 };
  for (const { state } of tasks) counts[state]++;
  const done = tasks.filter(({ state }) => state === "done");
  const sum = (name: "rows" | "bytes") => done.reduce((total, one) => total + (one[name] ?? 0), 0);
  const manifest = await readJson<DatasetManifest>(storage, MANIFEST_PATH);
  const differences = Array.isArray(manifest?.tables) ? datasetDifferences(manifest) : [];
  return { dataset: storage.location, counts, rows: sum("rows"), bytes: sum("bytes"), tasks, differences };
}

function noDataset(directory: string): EcephysError {
  return new EcephysError("not-found", {
    action: "Looking at a dataset",
    resource: directory,
    reason: "nothing is planned or finished there",
    remedy: "Give the directory that was given as --out (dataset in a program)",
  });
}

async function stateOf(storage: CacheStorage, task: ExportTask): Promise<TaskStatus> {
  const { id, output } = task;
  const key = taskKey(task);
  const about = { task: id, output };
  // Whoever works on it is asked first: it may finish in between, but not begin again.
  const isRunning = await storage.isLocked?.(output);
  const record = await finishedPartition(storage, output);
  if (record?.key === key) return { ...about, state: "done", rows: record.rows, bytes: record.bytes };
  if (isRunning) return { ...about, state: "running" };
  const failure = await readFailure(storage, output);
  if (failure?.key === key) return { ...about, state: "failed", error: failure.error };
  if (record !== undefined) return { ...about, state: "outdated", rows: record.rows, bytes: record.bytes };
  return { ...about, state: "waiting" };
}

async function unplanned(storage: CacheStorage, output: string): Promise<TaskStatus | undefined> {
  const record = await finishedPartition(storage, output);
  if (record === undefined) return undefined;
  return { task: record.task, state: "done", output, rows: record.rows, bytes: record.bytes };
}
