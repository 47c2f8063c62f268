import { argumentChecks } from "@ecephys/files";
import type { ExportTask } from "./task.ts";

/** One of several parts of a plan: `index` from 1 to `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Tasks of one session (or one table of the project), which are run together, since the session is opened once. */
export interface TaskGroup {
  readonly session: number | undefined;
  readonly tasks: readonly ExportTask[];
}

/**
 * Reads "3/16": the third of sixteen parts.
 * @throws an EcephysError "argument" for anything else.
 */
export function parseShard(text: string): Shard {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(String(text)) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index >= 1 && shard.index <= shard.count) return shard;
  throw argumentChecks("Choosing tasks").refusal(
    "the shard",
    text,
    "one of several parts",
    'Write "3/16" for the third of sixteen',
  );
}

/** Tasks by session, in the order of the plan; those that need other unit filters are groups of their own. */
export function groupTasks(tasks: readonly ExportTask[]): TaskGroup[] {
  const groups = groupBy(tasks, ({ filters, id, session }) =>
    session === undefined ? id : `${session} ${JSON.stringify(filters)}`,
  );
  return [...groups.values()].map((group) => ({ session: group[0]?.session, tasks: group }));
}

/** Tasks by their dataset's directory. */
export function byDataset(tasks: readonly ExportTask[]): Map<string, ExportTask[]> {
  return groupBy(tasks, ({ dataset }) => dataset);
}

/** Tasks by what a function gives of each, in their order. */
export function groupBy(
  tasks: readonly ExportTask[],
  nameOf: (task: ExportTask) => string,
): Map<string, ExportTask[]> {
  const groups = new Map<string, ExportTask[]>();
  for (const task of tasks) {
    const name = nameOf(task);
    const group = groups.get(name);
    if (group) group.push(task);
    else groups.set(name, [task]);
  }
  return groups;
}

/**
 * The tasks of one part, in the order of the plan. Every task is in exactly one part, the same in every process; tasks of
 * one session stay together, and the parts have about as many bytes to read: the largest sessions are dealt out first, each
 * to the part that has the least so far.
 */
export function shardTasks(tasks: readonly ExportTask[], { count, index }: Shard): ExportTask[] {
  const groups = groupTasks(tasks)
    .map((group) => ({ ...group, bytes: group.tasks.reduce((sum, { estimate }) => sum + estimate.bytes, 0) }))
    .sort((left, right) => right.bytes - left.bytes || (firstId(left) < firstId(right) ? -1 : 1));
  const loads = Array.from({ length: count }, () => ({ bytes: 0, tasks: 0 }));
  const chosen = new Set<ExportTask>();
  for (const group of groups) {
    let least = 0;
    for (let at = 1; at < count; at++) if (isLess(loads[at]!, loads[least]!)) least = at;
    loads[least]!.bytes += group.bytes;
    loads[least]!.tasks += group.tasks.length;
    if (least === index - 1) for (const task of group.tasks) chosen.add(task);
  }
  return tasks.filter((task) => chosen.has(task));
}

/** Where no sizes are known, the numbers of tasks are balanced. */
function isLess(left: { bytes: number; tasks: number }, right: { bytes: number; tasks: number }): boolean {
  return left.bytes < right.bytes || (left.bytes === right.bytes && left.tasks < right.tasks);
}

function firstId({ tasks }: TaskGroup): string {
  return tasks[0]?.id ?? "";
}
