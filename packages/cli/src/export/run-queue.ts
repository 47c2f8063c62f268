import { pgQueue, runWorker, submitTasks, type TaskQueue } from "@ecephys/export/queue";
import { planExport } from "@ecephys/export/tasks";
import { EcephysError } from "@ecephys/files";
import { nwbReaders } from "@ecephys/nwb/node";
import type { Runtime } from "../io.ts";
import { countText } from "../progress/amounts.ts";
import { withCache } from "../run/open-cache.ts";
import { warnings } from "../run/report.ts";
import { writeReport } from "../run/write-report.ts";
import type { QueueFlags, RequestFlags, RunFlags } from "./flags.ts";
import { ownTasks } from "./own-tasks.ts";
import { requestOf, targetOf } from "./request.ts";
import { endWithFailed, resultLines } from "./results.ts";
import { readTasks } from "./run-export.ts";
import { unavailableSessions } from "./without-file.ts";

/** Puts the tasks of an export, or of a file, into a queue. */
export async function runSubmit(
  kinds: readonly string[],
  flags: RequestFlags & QueueFlags & { readonly taskFile?: string | undefined },
  runtime: Runtime,
): Promise<void> {
  const { signal } = runtime;
  const { tasks, unavailable } = flags.taskFile
    ? { tasks: await readTasks(flags.taskFile), unavailable: [] }
    : await plannedHere(kinds, flags, runtime);
  const added = await withQueue(flags, runtime, (queue) => submitTasks(queue, tasks, { signal }));
  const text = () => `${countText(added, "task")} submitted, ${tasks.length - added} in the queue already\n`;
  await writeReport({ text, json: () => ({ tasks: tasks.length, added }) }, flags, runtime);
  const failed = unavailableSessions(unavailable, tasks.length, flags, runtime);
  endWithFailed(failed, tasks.length, flags, runtime);
}

/** Serves a queue, until it is stopped or empty. */
export async function runWorkerCommand(
  flags: RunFlags & QueueFlags & { readonly untilEmpty?: boolean | undefined },
  runtime: Runtime,
): Promise<void> {
  const { concurrency, out, stream, untilEmpty } = flags;
  const tasks = await ownTasks(flags.module);
  const { failures, skipped, written } = await withQueue(flags, runtime, (queue) =>
    withCache(
      flags,
      runtime,
      ({ cache, line }) =>
        runWorker(cache, queue, {
          ...{ concurrency, dataset: out, stream, tasks, untilEmpty, signal: runtime.signal },
          onResult: resultLines(flags, runtime),
          onWarning: warnings(flags, line.print),
        }),
      { readers: nwbReaders() },
    ),
  );
  endWithFailed(failures, written + skipped, flags, runtime);
}

/** Cancels what is waiting in a queue, or being worked on. */
export async function runCancel(flags: QueueFlags, runtime: Runtime): Promise<void> {
  const cancelled = await withQueue(flags, runtime, (queue) => queue.cancel());
  const text = () => `${countText(cancelled, "task")} cancelled\n`;
  await writeReport({ text, json: () => ({ cancelled }) }, flags, runtime);
}

async function plannedHere(kinds: readonly string[], flags: RequestFlags, runtime: Runtime) {
  const request = await requestOf(kinds, flags);
  return withCache(
    flags,
    runtime,
    ({ cache }) => planExport(cache, request, targetOf(flags.out!, flags), { signal: runtime.signal }),
    { readers: nwbReaders() },
  );
}

async function withQueue<Result>(
  { expire, queue: address, queueName: name }: QueueFlags,
  { io }: Runtime,
  use: (queue: TaskQueue) => Promise<Result>,
): Promise<Result> {
  const url = address ?? io.env.ECEPHYS_QUEUE;
  if (!url)
    throw new EcephysError("argument", {
      action: "Opening a queue",
      resource: "the option --queue",
      reason: "no address was given",
      remedy: "Give --queue postgres://host/database, or set ECEPHYS_QUEUE",
    });
  const queue = await pgQueue({ url, name, leaseSeconds: expire });
  try {
    return await use(queue);
  } finally {
    await queue.close();
  }
}
