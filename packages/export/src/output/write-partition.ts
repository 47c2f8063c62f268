import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type CacheStorage, EcephysError } from "@ecephys/files";
import { guarded } from "@ecephys/files/internal";
import { taskKey } from "../plan/key.ts";
import type { ExportTask } from "../plan/task.ts";
import type { RowSource } from "../rows/types.ts";
import { writeRows } from "../write-rows.ts";
import { recordPath, stagingDirectory } from "./layout.ts";
import { finishedTask, forgetFailure, type PartitionRecord, writeJson } from "./records.ts";

/** The key of a file's metadata that says what its rows were made of, as JSON. */
const PROVENANCE_KEY = "ecephys:task";

/** How a partition is written. */
export interface WritePartitionOptions {
  readonly signal: AbortSignal;
  /** Throws where the file must not be put in place although it was written: a source has changed meanwhile. */
  readonly beforeCommit: () => Promise<void>;
  readonly onProgress?: ((progress: { readonly rows: number; readonly bytes: number }) => void) | undefined;
  /** Milliseconds without a sign of life after which another host that makes the same file counts as dead. */
  readonly silence?: number | undefined;
}

/**
 * Makes a task's file, while no other process makes the same one, and renames it into place. At no moment is there a record
 * of another file than the one in place: the old record is removed first, and the new one written last. A process that ends
 * in between leaves a file without a record, which counts as unfinished and is made anew.
 * @param rows Begins to make the rows; not called if the file is finished by then.
 * @returns the record, and whether this call wrote the file.
 */
export async function writePartition(
  storage: CacheStorage,
  task: ExportTask,
  rows: () => Promise<RowSource>,
  { beforeCommit, onProgress, signal, silence }: WritePartitionOptions,
): Promise<{ readonly record: PartitionRecord; readonly isWritten: boolean }> {
  const { dataset, format, output, compression } = task;
  let finished: PartitionRecord | undefined;
  const isDone = async () => {
    finished = await finishedTask(storage, task);
    return finished !== undefined;
  };
  if (await isDone()) return { record: finished!, isWritten: false };
  const lock = await storage.lock?.(output, { signal, isDone, silence });
  const allStaging = join(dataset, stagingDirectory(output));
  // Of this attempt alone: a process that lost its lock must not remove what its successor writes.
  const staging = join(allStaging, randomUUID().slice(0, 8));
  try {
    if (finished !== undefined || (await isDone())) return { record: finished!, isWritten: false };
    // What an earlier attempt left that was killed.
    await rm(allStaging, { recursive: true, force: true });
    const source = withProvenance(await rows(), task);
    const staged = join(staging, "rows");
    const written = await writeRows(source, staged, { format, compression, signal, onProgress });
    await beforeCommit();
    await lock?.check();
    signal.throwIfAborted();
    const record = recordOf(task, source, written);
    const place = join(dataset, output);
    await guarded("Writing a file", place, undefined, async () => {
      await rm(join(dataset, recordPath(output)), { force: true });
      await mkdir(dirname(place), { recursive: true });
      await rename(staged, place);
    });
    await writeJson(storage, recordPath(output), record);
    await forgetFailure(storage, output);
    return { record, isWritten: true };
  } finally {
    await rm(staging, { recursive: true, force: true }).catch(() => {});
    for (const empty of [allStaging, dirname(allStaging)]) await rmdir(empty).catch(() => {});
    await lock?.release();
  }
}

/** The rows, with what they were made of in the metadata of the file. */
function withProvenance(source: RowSource, task: ExportTask): RowSource {
  const { filters, kind, kindVersion, parameters, session } = task;
  const inputs = task.inputs.map(({ path: _, modified: __, ...input }) => input);
  const provenance = { kind, kindVersion, session, parameters, filters, inputs, key: taskKey(task) };
  return {
    columns: source.columns,
    rowCount: source.rowCount,
    metadata: { ...source.metadata, [PROVENANCE_KEY]: JSON.stringify(provenance) },
    blocks: (options) => source.blocks(options),
  };
}

function recordOf(
  task: ExportTask,
  { columns }: RowSource,
  written: { readonly rows: number; readonly bytes: number },
): PartitionRecord {
  const { filters, format, id, inputs, kind, kindVersion, parameters, session } = task;
  return {
    version: 1,
    task: id,
    key: taskKey(task),
    kind,
    kindVersion,
    ...(session === undefined ? {} : { session }),
    parameters,
    filters,
    inputs,
    format,
    columns,
    rows: written.rows,
    bytes: written.bytes,
    time: new Date().toISOString(),
  };
}

/** The error for a source that is not the one that was planned. */
export function sourceChanged(resource: string, reason: string): EcephysError {
  return new EcephysError("missing-data", {
    action: "Exporting what was planned",
    resource,
    reason: `${reason}, since the plan was made`,
    remedy: "Make the plan again, and run that; what is finished and has not changed is not made again",
  });
}
