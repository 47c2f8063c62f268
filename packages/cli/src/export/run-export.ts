import { readFile } from "node:fs/promises";
import { exportSessions, parseTasks, planExport, runTasks, taskLines } from "@ecephys/export/tasks";
import { EcephysError } from "@ecephys/files";
import { nwbReaders } from "@ecephys/nwb/node";
import type { Runtime } from "../io.ts";
import { writeToStream } from "../output/write-stream.ts";
import { withCache } from "../run/open-cache.ts";
import { warnings } from "../run/report.ts";
import type { RequestFlags, RunFlags } from "./flags.ts";
import { ownTasks } from "./own-tasks.ts";
import { requestOf, targetOf } from "./request.ts";
import { endWithFailed, resultLines } from "./results.ts";
import { unavailableSessions } from "./without-file.ts";

/** Exports into a dataset: plans, and runs the plan in this process. */
export async function runExport(
  kinds: readonly string[],
  flags: RequestFlags & RunFlags & { readonly out: string },
  runtime: Runtime,
): Promise<void> {
  const request = await requestOf(kinds, flags);
  const { concurrency, stream } = flags;
  const summary = await withCache(
    flags,
    runtime,
    ({ cache }) =>
      exportSessions(cache, request, targetOf(flags.out, flags), {
        ...{ concurrency, stream, signal: runtime.signal },
        onResult: resultLines(flags, runtime),
      }),
    { readers: nwbReaders() },
  );
  const { differences, failures, skipped, written } = summary;
  for (const text of differences)
    warnings(flags, (line) => runtime.io.stderr.write(line))(
      `The files of one table differ. ${text}. Export all sessions in the same way, or into another dataset.`,
    );
  const all = written + skipped + failures.length;
  const unavailable = unavailableSessions(summary.unavailable, all, flags, runtime);
  endWithFailed([...unavailable, ...failures], written + skipped, flags, runtime);
}

/** Prints the tasks of an export. */
export async function runPlan(
  kinds: readonly string[],
  flags: RequestFlags & { readonly out: string },
  runtime: Runtime,
): Promise<void> {
  const request = await requestOf(kinds, flags);
  const { tasks, unavailable } = await withCache(
    flags,
    runtime,
    ({ cache }) => planExport(cache, request, targetOf(flags.out, flags), { signal: runtime.signal }),
    { readers: nwbReaders() },
  );
  await writeToStream(runtime.io.stdout, [taskLines(tasks)], runtime.signal);
  const failed = unavailableSessions(unavailable, tasks.length, flags, runtime);
  endWithFailed(failed, tasks.length, flags, runtime);
}

/** Runs the tasks of a file, or one part of them. */
export async function runTaskFile(
  flags: RunFlags & { readonly taskFile: string; readonly shard?: string | undefined },
  runtime: Runtime,
): Promise<void> {
  const { concurrency, out, shard, stream } = flags;
  const tasks = await readTasks(flags.taskFile);
  const own = await ownTasks(flags.module);
  const { failures, skipped, written } = await withCache(
    flags,
    runtime,
    ({ cache }) =>
      runTasks(cache, tasks, {
        ...{ concurrency, dataset: out, shard, stream, tasks: own, signal: runtime.signal },
        onResult: resultLines(flags, runtime),
      }),
    { readers: nwbReaders() },
  );
  endWithFailed(failures, written + skipped, flags, runtime);
}

/** @throws an EcephysError "storage" for a file that cannot be read, "format" for one that holds something else. */
export async function readTasks(path: string) {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    const { code } = cause as { code?: unknown };
    throw new EcephysError("storage", {
      action: "Reading tasks of an export",
      resource: path,
      reason: code === "ENOENT" ? "there is no such file" : `it cannot be read (${String(code)})`,
      remedy: "Make it with `ecephys export plan … > tasks.ndjson`",
      cause,
    });
  }
  const tasks = parseTasks(text, path);
  if (tasks.length > 0) return tasks;
  throw new EcephysError("format", {
    action: "Reading tasks of an export",
    resource: path,
    reason: "there is no task in it",
    remedy: "See what `ecephys export plan` says on stderr",
  });
}
