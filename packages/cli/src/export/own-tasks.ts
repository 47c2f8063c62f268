import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { SessionExportKind } from "@ecephys/export";
import { EcephysError } from "@ecephys/files";

/**
 * The tasks that modules export.
 * @throws an EcephysError "argument" for a module that cannot be loaded, or has none.
 */
export async function ownTasks(modules: readonly string[] = []): Promise<SessionExportKind[]> {
  const found = await Promise.all(modules.map(tasksOf));
  return found.flat();
}

async function tasksOf(module: string): Promise<SessionExportKind[]> {
  const path = resolve(module);
  const refuse = (reason: string, cause?: unknown) =>
    new EcephysError("argument", {
      action: "Loading tasks",
      resource: path,
      reason,
      remedy: "Export what defineTask of @ecephys/export/tasks returns",
      cause,
    });
  let exported: Readonly<Record<string, unknown>>;
  try {
    exported = (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error), error);
  }
  const tasks = Object.values(exported).flat().filter(isTask);
  if (tasks.length === 0) throw refuse("it exports no task");
  return tasks;
}

function isTask(value: unknown): value is SessionExportKind {
  const { level, name, rows } = (value ?? {}) as Partial<SessionExportKind>;
  return level === "session" && typeof name === "string" && typeof rows === "function";
}
