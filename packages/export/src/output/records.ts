import type { UnitFilterOptions } from "@ecephys/core";
import type { CacheStorage, PlainError } from "@ecephys/files";
import type { ExportParameters } from "../kinds/types.ts";
import { taskKey } from "../plan/key.ts";
import type { ExportTask, TaskInput } from "../plan/task.ts";
import type { ExportColumn, ExportFormat } from "../rows/types.ts";
import { failurePath, recordPath } from "./layout.ts";

/** What is recorded of a finished file: what it holds, and what it was made of. */
export interface PartitionRecord {
  readonly version: 1;
  readonly task: string;
  /** What its rows depend on; see `taskKey`. */
  readonly key: string;
  readonly kind: string;
  readonly kindVersion: number;
  readonly session?: number | undefined;
  readonly parameters: ExportParameters;
  readonly filters: UnitFilterOptions;
  readonly inputs: readonly TaskInput[];
  readonly format: ExportFormat;
  readonly columns: readonly ExportColumn[];
  readonly rows: number;
  readonly bytes: number;
  /** When it was finished, ISO 8601 in UTC. */
  readonly time: string;
}

/** What is recorded of a task that failed, until it succeeds. */
export interface FailureRecord {
  readonly version: 1;
  readonly task: string;
  readonly key: string;
  /** Whether a source was not the one that had been planned. */
  readonly changed: boolean;
  readonly error: PlainError;
  readonly time: string;
}

/** The record of a finished file, if there is one that can be read. */
export async function readPartition(
  storage: CacheStorage,
  output: string,
): Promise<PartitionRecord | undefined> {
  const record = await readJson<PartitionRecord>(storage, recordPath(output));
  return record !== undefined && isWhole(record) ? record : undefined;
}

/** Whether a record is one that this version has written; another one counts as none, and its file is made anew. */
function isWhole(record: Partial<Record<keyof PartitionRecord, unknown>> | null): boolean {
  if (record?.version !== 1 || !Array.isArray(record.columns)) return false;
  const areTexts = [record.key, record.kind, record.format, record.time, record.task].every(
    (text) => typeof text === "string",
  );
  const areNumbers = [record.rows, record.bytes, record.kindVersion].every(Number.isSafeInteger);
  return areTexts && areNumbers && record.columns.every((column) => typeof column?.name === "string");
}

/** The record of a finished file that is there, whole. */
export async function finishedPartition(
  storage: CacheStorage,
  output: string,
): Promise<PartitionRecord | undefined> {
  const record = await readPartition(storage, output);
  if (record === undefined) return undefined;
  return (await storage.stat(output))?.byteLength === record.bytes ? record : undefined;
}

/** The record of a task's file, if it is finished with the task's inputs, parameters and version of code. */
export async function finishedTask(
  storage: CacheStorage,
  task: ExportTask,
): Promise<PartitionRecord | undefined> {
  const record = await finishedPartition(storage, task.output);
  return record?.key === taskKey(task) ? record : undefined;
}

export async function readFailure(storage: CacheStorage, output: string): Promise<FailureRecord | undefined> {
  const record = await readJson<FailureRecord | null>(storage, failurePath(output));
  return record?.version === 1 && typeof record.error?.message === "string" ? record : undefined;
}

export async function writeFailure(
  storage: CacheStorage,
  task: ExportTask,
  error: PlainError,
  changed: boolean,
): Promise<void> {
  const time = new Date().toISOString();
  const record: FailureRecord = { version: 1, task: task.id, key: taskKey(task), changed, error, time };
  await writeJson(storage, failurePath(task.output), record);
}

export async function forgetFailure(storage: CacheStorage, output: string): Promise<void> {
  await storage.remove(failurePath(output));
}

/** Writes a value as JSON, whole or not at all. */
export async function writeJson(storage: CacheStorage, path: string, value: unknown): Promise<void> {
  await storage.write(path, new TextEncoder().encode(`${JSON.stringify(value, undefined, 1)}\n`));
}

/** The largest record that is read. */
const LONGEST = 64 * 2 ** 20;

/** What a file of JSON holds; undefined where there is none, or it is none. */
export async function readJson<Value>(storage: CacheStorage, path: string): Promise<Value | undefined> {
  const info = await storage.stat(path);
  if (info === undefined || info.byteLength > LONGEST) return undefined;
  const bytes = await storage.read(path);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Value;
  } catch {
    return undefined;
  }
}
