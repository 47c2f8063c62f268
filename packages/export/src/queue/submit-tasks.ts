import { argumentChecks, type OptionNames } from "@ecephys/files";
import { directoryStorage } from "@ecephys/files/node";
import { notePlan } from "../output/plans.ts";
import { taskKey } from "../plan/key.ts";
import { byDataset } from "../plan/shards.ts";
import type { ExportTask } from "../plan/task.ts";
import type { TaskQueue } from "./task-queue.ts";

/** How tasks are submitted. */
export interface SubmitTasksOptions {
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<SubmitTasksOptions> = { signal: true };

/**
 * Puts the tasks of a plan into a queue, and notes the plan in its dataset, so that `datasetStatus` tells what is missing.
 * Submitting the same plan again adds only what is neither waiting nor being worked on; workers skip what is finished.
 * @returns how many tasks were added.
 * @throws an EcephysError "database" or "fetch" where the queue cannot be reached, "storage" for the dataset's directory.
 */
export async function submitTasks(
  queue: TaskQueue,
  tasks: readonly ExportTask[],
  options: SubmitTasksOptions = {},
): Promise<number> {
  const { signal } = argumentChecks("Submitting tasks").knownOptions(options, OPTIONS);
  for (const [dataset, planned] of byDataset(tasks)) await notePlan(directoryStorage(dataset), planned);
  return queue.submit(
    tasks.map((task) => ({ key: `${task.dataset}\n${task.id}\n${taskKey(task)}`, task })),
    { signal },
  );
}
