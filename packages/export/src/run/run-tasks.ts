import { argumentChecks, type OptionNames } from "@ecephys/files";
import { eachAtMost } from "@ecephys/files/internal";
import { directoryStorage } from "@ecephys/files/node";
import type { ExportKind } from "../kinds/types.ts";
import { datasetDifferences, writeManifest } from "../output/manifest.ts";
import { notePlan } from "../output/plans.ts";
import type { SessionCache } from "../plan/cache.ts";
import { byDataset, groupBy, groupTasks, parseShard, type Shard, shardTasks } from "../plan/shards.ts";
import type { ExportTask } from "../plan/task.ts";
import { type RunSummary, summaryOf, type TaskResult } from "./result.ts";
import { Runner, type SeenInputs, type TaskProgress } from "./runner.ts";

/** How tasks are run. */
export interface RunTasksOptions {
  /** One of several parts of the tasks: "3/16", or `{ index: 3, count: 16 }`; all by default. */
  readonly shard?: string | Shard | undefined;
  /** How many sessions are worked on at once; 1 by default. */
  readonly concurrency?: number | undefined;
  /** Whether sessions that are not in the cache are read from the backend in parts; false by default: they are downloaded. */
  readonly stream?: boolean | undefined;
  /** The dataset's directory, where it is another one on this machine than where the plan was made. */
  readonly dataset?: string | undefined;
  /** The tasks of one's own that the plan has, made with `defineTask`. */
  readonly tasks?: readonly ExportKind[] | undefined;
  /** Called with the result of each task. */
  readonly onResult?: ((result: TaskResult) => void) | undefined;
  /** Called while files are written. */
  readonly onProgress?: ((progress: TaskProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<RunTasksOptions> = {
  shard: true,
  concurrency: true,
  stream: true,
  dataset: true,
  tasks: true,
  onResult: true,
  onProgress: true,
  signal: true,
};
const LOOKED_AT_AT_ONCE = 8;
const checks = argumentChecks("Running an export");

/**
 * Runs the tasks of a plan, or one part of them: makes each file that is not finished yet, and renames it into place. Any
 * number of processes, on any number of hosts that share the dataset's directory, may run the same tasks at once: each file
 * is made by one of them. A task that fails does not stop the others; it is told in the summary, and noted in the dataset.
 * A session whose source is not the version that was planned is not read: its tasks end as "changed".
 * @returns counts, and the results of the tasks that failed.
 * @throws an EcephysError "argument" for options that are wrong, "storage" where the directory cannot be written; the
 * signal's reason, after the files under way have been given up.
 * @example
 * import { planExport, runTasks } from "@ecephys/export/tasks";
 *
 * const { tasks } = await planExport(cache, { kinds: ["units"] }, { dataset: "data/dataset" });
 * const summary = await runTasks(cache, tasks, { shard: "1/2", concurrency: 2 });
 * console.log(summary.written, summary.skipped, summary.failures);
 */
export async function runTasks(
  cache: SessionCache,
  tasks: readonly ExportTask[],
  options: RunTasksOptions = {},
): Promise<RunSummary> {
  const { concurrency = 1, onResult, shard, stream } = checks.knownOptions(options, OPTIONS);
  checks.count("the option concurrency", concurrency);
  checks.flag("the option stream", stream);
  const { signal = new AbortController().signal } = options;
  const part = typeof shard === "string" ? parseShard(shard) : shard;
  const chosen = part ? shardTasks(tasks, part) : tasks;
  const runner = new Runner(cache, options);
  const datasets = byDataset(tasks.map((task) => runner.here(task).task));
  for (const [dataset, planned] of datasets) await notePlan(directoryStorage(dataset), planned);

  const results: TaskResult[] = [];
  const tell = (result: TaskResult) => {
    results.push(result);
    onResult?.(result);
  };
  const left = await unsettled(runner, chosen, signal, tell);
  for (const task of left.filter(({ session }) => session === undefined))
    tell(await runner.run(task, undefined, signal));
  const ofSessions = left.filter(({ session }) => session !== undefined);
  for (const ofFilters of groupBy(ofSessions, ({ filters }) => JSON.stringify(filters)).values()) {
    const { filters } = ofFilters[0]!;
    const groups = new Map(groupTasks(ofFilters).map((group) => [group.session!, group.tasks]));
    const unopened: Promise<void>[] = [];
    const notOpened = (error: unknown, id: number) => {
      for (const task of groups.get(id) ?? []) unopened.push(runner.unopened(task, error, signal).then(tell));
      return "skip" as const;
    };
    await cache
      .sessions({ ...filters, ids: [...groups.keys()], concurrency, stream, signal, onError: notOpened })
      .forEach(async ({ id, session }, { signal: running }) => {
        for (const task of groups.get(id) ?? []) tell(await runner.run(task, session, running));
      });
    await Promise.all(unopened);
  }
  const differences: string[] = [];
  for (const dataset of datasets.keys())
    differences.push(...datasetDifferences(await writeManifest(directoryStorage(dataset), signal)));
  return summaryOf(results, part ? [] : differences);
}

/** The tasks for which there is something to do; what came of the others is told. */
async function unsettled(
  runner: Runner,
  tasks: readonly ExportTask[],
  signal: AbortSignal,
  tell: (result: TaskResult) => void,
): Promise<ExportTask[]> {
  const seen: SeenInputs = new Map();
  const found = await eachAtMost(tasks, LOOKED_AT_AT_ONCE, async (task) => {
    signal.throwIfAborted();
    const result = await runner.settled(task, signal, seen);
    if (result === undefined) return [task];
    tell(result);
    return [];
  });
  return found.flat();
}
