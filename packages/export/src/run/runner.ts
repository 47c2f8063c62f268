import { type CacheStorage, EcephysError, isEcephysError, plainError } from "@ecephys/files";
import { directoryStorage } from "@ecephys/files/node";
import type { EcephysSession } from "@ecephys/nwb";
import type { ExportKind } from "../kinds/types.ts";
import { finishedTask, type PartitionRecord, writeFailure } from "../output/records.ts";
import { sourceChanged, writePartition } from "../output/write-partition.ts";
import type { SessionCache } from "../plan/cache.ts";
import { changedInput, inputsNow } from "../plan/inputs.ts";
import { kindNamed, kindsByName } from "../plan/kinds-by-name.ts";
import { TableDigests } from "../plan/table-digests.ts";
import type { ExportTask, TaskInput } from "../plan/task.ts";
import type { RowSource } from "../rows/types.ts";
import type { TaskResult } from "./result.ts";

/** How far the file of a task is written. */
export interface TaskProgress {
  readonly task: string;
  readonly rows: number;
  readonly bytes: number;
}

/** How tasks are run, for all of a run. */
export interface RunnerOptions {
  readonly tasks?: readonly ExportKind[] | undefined;
  /** The directory that takes the place of the planned one. */
  readonly dataset?: string | undefined;
  readonly onProgress?: ((progress: TaskProgress) => void) | undefined;
}

/** How one task is run. */
export interface RunOptions {
  /** Milliseconds without a sign of life after which another host that runs the same task counts as dead. */
  readonly silence?: number | undefined;
}

/** A source that is not the one that was planned. */
class ChangedSource extends Error {
  readonly error: EcephysError;

  constructor(error: EcephysError) {
    super(error.message);
    this.error = error;
  }
}

/** Runs single tasks of a cache, and tells what came of each: a task that fails is a result, not an error. */
export class Runner {
  readonly #cache: SessionCache;
  readonly #kinds: ReadonlyMap<string, ExportKind>;
  readonly #digests: TableDigests;
  readonly #options: RunnerOptions;
  /** The inputs of a session as they were when it was opened. */
  readonly #whenOpened = new WeakMap<EcephysSession, Promise<TaskInput[]>>();

  constructor(cache: SessionCache, options: RunnerOptions) {
    this.#cache = cache;
    this.#kinds = kindsByName(options.tasks);
    this.#digests = new TableDigests(cache);
    this.#options = options;
  }

  /** The task as it is run here, and the storage that it is written to. */
  here(task: ExportTask): { readonly task: ExportTask; readonly storage: CacheStorage } {
    const { dataset = task.dataset } = this.#options;
    const storage = directoryStorage(dataset);
    return { storage, task: { ...task, dataset: storage.location } };
  }

  /** The result of a task for which nothing is to be done: it is finished, or its source has changed, or it cannot be run. */
  async settled(planned: ExportTask, signal: AbortSignal, seen: SeenInputs): Promise<TaskResult | undefined> {
    const { storage, task } = this.here(planned);
    return this.#result(task, storage, signal, async () => {
      this.#kindOf(task);
      const of = task.session ?? task.id;
      const inputs = seen.get(of) ?? this.#inputs(task, signal);
      seen.set(of, inputs);
      requirePlanned(task, await inputs);
      const record = await finishedTask(storage, task);
      return record && { record, isWritten: false };
    });
  }

  /** Runs a task of a session that is open, or of the project. */
  async run(
    planned: ExportTask,
    session: EcephysSession | undefined,
    signal: AbortSignal,
    { silence }: RunOptions = {},
  ): Promise<TaskResult> {
    const { storage, task } = this.here(planned);
    const { onProgress } = this.#options;
    const result = await this.#result(task, storage, signal, async () => {
      requirePlanned(task, await this.#inputsOf(task, session, signal));
      return writePartition(storage, task, () => this.#rows(task, session, signal), {
        signal,
        silence,
        beforeCommit: () => this.#requireSame(task, signal),
        onProgress: onProgress && (({ bytes, rows }) => onProgress({ task: task.id, rows, bytes })),
      });
    });
    return result!;
  }

  /** The result of a task whose session could not be opened. */
  async unopened(planned: ExportTask, error: unknown, signal: AbortSignal): Promise<TaskResult> {
    const { storage, task } = this.here(planned);
    const result = await this.#result(task, storage, signal, () => Promise.reject(error));
    return result!;
  }

  async #rows(
    { filters: _, kind: name, parameters, ...task }: ExportTask,
    session: EcephysSession | undefined,
    signal: AbortSignal,
  ): Promise<RowSource> {
    const kind = this.#kindOf({ ...task, kind: name });
    if (kind.level === "project") return kind.rows(this.#cache, parameters, { signal });
    return kind.rows(session!, parameters, { signal });
  }

  /** @throws an EcephysError "argument" for a task of another version of this program. */
  #kindOf({
    id,
    kind: name,
    kindVersion,
    session,
  }: Pick<ExportTask, "id" | "kind" | "kindVersion" | "session">) {
    const kind = kindNamed(this.#kinds, name, `Running the task ${id}`);
    const level = session === undefined ? "project" : "session";
    if (kind.version === kindVersion && kind.level === level) return kind;
    throw new EcephysError("argument", {
      action: `Running the task ${id}`,
      resource: `the kind ${name}`,
      reason: `it was planned with version ${kindVersion} of its code (of a ${level}), and this program has version ${kind.version} (of a ${kind.level})`,
      remedy: "Use the same version of the packages on all machines, or make the plan again",
    });
  }

  #inputs(task: ExportTask, signal: AbortSignal): Promise<TaskInput[]> {
    return inputsNow(this.#cache, this.#digests, task, signal);
  }

  #inputsOf(
    task: ExportTask,
    session: EcephysSession | undefined,
    signal: AbortSignal,
  ): Promise<TaskInput[]> {
    if (session === undefined) return this.#inputs(task, signal);
    const known = this.#whenOpened.get(session) ?? this.#inputs(task, signal);
    this.#whenOpened.set(session, known);
    return known;
  }

  /** What was read must have been one version to the end; a file that is read from a server is held to one by itself. */
  async #requireSame(task: ExportTask, signal: AbortSignal): Promise<void> {
    const { storage } = this.#cache;
    const files = task.inputs.flatMap(({ path }) => path ?? []);
    const found = await Promise.all(files.map((path) => storage.stat(path, { signal })));
    if (found.every((info) => info !== undefined)) requirePlanned(task, await this.#inputs(task, signal));
  }

  async #result(
    task: ExportTask,
    storage: CacheStorage,
    signal: AbortSignal,
    work: () => Promise<{ readonly record: PartitionRecord; readonly isWritten: boolean } | undefined>,
  ): Promise<TaskResult | undefined> {
    const start = performance.now();
    const { id, kind, output, session } = task;
    const about = { task: id, kind, ...(session === undefined ? {} : { session }) };
    const seconds = () => Math.round(performance.now() - start) / 1000;
    try {
      const made = await work();
      if (made === undefined) return undefined;
      const { isWritten, record } = made;
      const outcome = isWritten ? "written" : "skipped";
      return { ...about, outcome, output, rows: record.rows, bytes: record.bytes, seconds: seconds() };
    } catch (thrown) {
      signal.throwIfAborted();
      const isChanged = thrown instanceof ChangedSource;
      const error = isChanged ? thrown.error : thrown;
      const plain = plainError(error);
      // Where the disk is full there is no room for this either; the result tells it in any case.
      await writeFailure(storage, task, plain, isChanged).catch(() => {});
      const outcome = isChanged ? "changed" : "failed";
      return { ...about, outcome, output, seconds: seconds(), error: plain, retryable: isRetryable(error) };
    }
  }
}

/** Inputs that have been looked up, by session (for all of its tasks), or by task of the project. */
export type SeenInputs = Map<number | string, Promise<TaskInput[]>>;

/** @throws a ChangedSource where an input is not the version that was planned. */
function requirePlanned(task: ExportTask, now: readonly TaskInput[]): void {
  const changed = changedInput(task.inputs, now);
  if (changed) throw new ChangedSource(sourceChanged(changed.resource, changed.reason));
}

/** What another try may mend: lost connections, full disks, whatever is not known; not files and arguments that are wrong. */
function isRetryable(error: unknown): boolean {
  if (!isEcephysError(error)) return true;
  return error.retryable || error.code === "fetch" || error.code === "storage" || error.code === "database";
}
