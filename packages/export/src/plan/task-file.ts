import { UNIT_FILTER_OPTIONS } from "@ecephys/core/internal";
import { EcephysError } from "@ecephys/files";
import { EXPORT_FORMATS } from "../rows/types.ts";
import { type ExportTask, TASK_VERSION, type TaskInput } from "./task.ts";

/** The longest line of a task file, in characters. */
const LONGEST_LINE = 1e6;

/** Tasks as lines of JSON, one each. */
export function taskLines(tasks: readonly ExportTask[]): string {
  return tasks.map((task) => `${JSON.stringify(task)}\n`).join("");
}

/**
 * Reads tasks from lines of JSON; empty lines are skipped.
 * @param name Of the file, for messages.
 * @throws an EcephysError "format" that names the line, for anything but tasks of this version, and for tasks that hold
 * credentials or whose file would lie outside their dataset.
 */
export function parseTasks(text: string, name = "the tasks"): ExportTask[] {
  const tasks = text.split("\n").flatMap((line, at) => {
    if (line.trim() === "") return [];
    const refuse = (reason: string) => refusal(`${name}, line ${at + 1}`, reason);
    if (line.length > LONGEST_LINE) throw refuse("it is too long for a task");
    return [checkedTask(parsed(line, refuse), refuse)];
  });
  requireOnce(tasks, name, ({ id }) => `the task ${id}`);
  requireOnce(tasks, name, ({ output }) => `the output ${output}`);
  return tasks;
}

/** Of one dataset every task, and every file that one makes, must be there once. */
function requireOnce(tasks: readonly ExportTask[], name: string, whatOf: (task: ExportTask) => string): void {
  const seen = new Set<string>();
  for (const task of tasks) {
    const what = whatOf(task);
    const key = `${task.dataset}\n${what}`;
    if (seen.has(key)) throw refusal(name, `${what.slice(0, 200)} is there twice`);
    seen.add(key);
  }
}

type Refuse = (reason: string) => EcephysError;

/**
 * A task that came from a file or a queue.
 * @throws an EcephysError "format" for anything else.
 */
export function checkedTask(
  value: unknown,
  refuse: Refuse = (reason) => refusal("a task", reason),
): ExportTask {
  if (typeof value !== "object" || value === null) throw refuse("it is no task");
  const task = value as Partial<Record<keyof ExportTask, unknown>>;
  if (task.version !== TASK_VERSION)
    throw refuse(
      `it is a task of version ${shown(task.version)}, and this program runs version ${TASK_VERSION}`,
    );
  for (const name of ["id", "kind", "dataset", "output", "planned"] as const)
    if (typeof task[name] !== "string" || task[name] === "") throw refuse(`it has no ${name}`);
  if ((task.dataset as string).includes("\0")) throw refuse("its dataset is no directory");
  if (Number.isNaN(Date.parse(task.planned as string))) throw refuse("it does not say when it was planned");
  if (!Number.isSafeInteger(task.kindVersion)) throw refuse("it has no kindVersion");
  if (task.session !== undefined && !Number.isSafeInteger(task.session)) throw refuse("its session is no id");
  for (const name of ["parameters", "filters", "estimate"] as const)
    if (typeof task[name] !== "object" || task[name] === null || Array.isArray(task[name]))
      throw refuse(`its ${name} are no object`);
  const { bytes } = task.estimate as { bytes?: unknown };
  if (typeof bytes !== "number" || !(bytes >= 0)) throw refuse("its estimate has no bytes");
  if (!EXPORT_FORMATS.includes(task.format as never))
    throw refuse(`its format ${shown(task.format)} is unknown`);
  checkFilters(task.filters as object, refuse);
  if (!Array.isArray(task.inputs)) throw refuse("it has no inputs");
  for (const input of task.inputs) checkInput(input, refuse);
  checkOutput(task.output as string, refuse);
  return value as ExportTask;
}

/** Filters that sessions have, each with a limit, none, or a truth value. */
function checkFilters(filters: object, refuse: Refuse): void {
  for (const [name, value] of Object.entries(filters)) {
    if (!Object.hasOwn(UNIT_FILTER_OPTIONS, name)) throw refuse(`there is no filter ${name.slice(0, 40)}`);
    const isGood = name.startsWith("filter")
      ? typeof value === "boolean"
      : value === null || typeof value === "number";
    if (!isGood) throw refuse(`its filter ${name} is ${shown(value)}`);
  }
}

function checkInput(value: unknown, refuse: Refuse): void {
  const input = (value ?? {}) as Partial<Record<keyof TaskInput, unknown>>;
  const { resource, source } = input;
  if (typeof resource !== "string") throw refuse("one of its inputs has no name");
  for (const name of ["path", "source", "validator", "sha256"] as const)
    if (!["string", "undefined"].includes(typeof input[name]))
      throw refuse(`the ${name} of ${resource} is no text`);
  for (const name of ["byteLength", "modified"] as const)
    if (!["number", "undefined"].includes(typeof input[name]))
      throw refuse(`the ${name} of ${resource} is no number`);
  if (typeof source === "string" && /^[a-z][a-z\d+.-]*:\/\/[^/?#]*@/i.test(source))
    throw refuse(`the address of ${resource} holds a user name or a password`);
}

/** A file below the dataset's directory, of which no part is hidden. */
function checkOutput(output: string, refuse: Refuse): void {
  const parts = output.split("/");
  if (output.length > 1024 || parts.some((part) => !/^[A-Za-z0-9][A-Za-z0-9=._-]*$/.test(part)))
    throw refuse("its output is no path of a dataset");
}

function parsed(line: string, refuse: Refuse): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw refuse("it is no JSON");
  }
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 40) ?? "none";
}

function refusal(resource: string, reason: string): EcephysError {
  return new EcephysError("format", {
    action: "Reading tasks of an export",
    resource,
    reason,
    remedy: "Tasks are what `ecephys export plan` writes, one a line",
  });
}
