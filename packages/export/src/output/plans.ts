import { createHash } from "node:crypto";
import type { CacheStorage } from "@ecephys/files";
import { isEcephysError } from "@ecephys/files";
import { canonicalJson } from "../plan/key.ts";
import type { ExportTask } from "../plan/task.ts";
import { parseTasks, taskLines } from "../plan/task-file.ts";
import { PLANS_DIRECTORY } from "./layout.ts";

/**
 * Notes in a dataset what is planned for it, so that its status can tell what is missing. The same plan is noted once,
 * however many processes run a part of it.
 */
export async function notePlan(storage: CacheStorage, tasks: readonly ExportTask[]): Promise<void> {
  if (tasks.length === 0) return;
  const name = createHash("sha256").update(canonicalJson(tasks)).digest("hex").slice(0, 32);
  const path = `${PLANS_DIRECTORY}/${name}.ndjson`;
  if ((await storage.stat(path)) !== undefined) return;
  await storage.write(path, new TextEncoder().encode(taskLines(tasks)));
}

/** The tasks of all plans of a dataset; of those with the same id the one that was planned last. */
export async function plannedTasks(storage: CacheStorage): Promise<ExportTask[]> {
  const latest = new Map<string, ExportTask>();
  for (const path of await storage.list(PLANS_DIRECTORY)) {
    if (!path.endsWith(".ndjson")) continue;
    for (const task of await readPlan(storage, path)) {
      const known = latest.get(task.id);
      if (known === undefined || known.planned < task.planned) latest.set(task.id, task);
    }
  }
  return [...latest.values()];
}

/** A plan that another version has written is none of ours. */
async function readPlan(storage: CacheStorage, path: string): Promise<ExportTask[]> {
  const bytes = await storage.read(path);
  if (bytes === undefined) return [];
  try {
    return parseTasks(new TextDecoder().decode(bytes), path);
  } catch (error) {
    if (isEcephysError(error, "format")) return [];
    throw error;
  }
}
