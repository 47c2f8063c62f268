import { type ArgumentChecks, EcephysError, type OptionNames } from "@ecephys/files";
import { webLink } from "@ecephys/files/internal";
import { type StartWorker, startNodeWorker, startWebWorker } from "./link.ts";

/** Whether an analysis is computed on other threads. */
export interface WorkersOptions {
  /**
   * Threads that compute: worker threads in Node, Web Workers in a page. Results are the same to the bit. By default, and
   * with 0, everything is computed on this thread, which takes turns with other work. Each starts in about 50 ms, so they
   * gain where the computation takes longer than a second.
   */
  readonly workers?: number | undefined;
  /**
   * Creates a worker, for pages that serve the package's `analysis-worker.js` from another place than its other modules:
   * `() => new Worker(url, { type: "module" })`.
   */
  readonly worker?: (() => Worker) | undefined;
}

export const WORKERS_OPTIONS: OptionNames<WorkersOptions> = { workers: true, worker: true };

/** More threads than any machine of a laboratory has cores. */
const MOST = 256;

/** How many workers are wanted, and what starts one. @throws an EcephysError "argument". */
export function checkWorkers(
  { workers, worker }: WorkersOptions,
  checks: ArgumentChecks,
): { readonly count: number; readonly start: StartWorker } {
  const count = checks.count("workers", workers, 0, MOST) ?? 0;
  if (worker !== undefined && typeof worker !== "function")
    throw checks.refusal("worker", worker, "a function that creates a Worker");
  return { count, start: worker ? () => webLink(worker()) : startWorker };
}

function startWorker() {
  const link = typeof Worker === "undefined" ? startNodeWorker() : startWebWorker();
  if (link) return link;
  throw new EcephysError("argument", {
    action: "Starting workers",
    resource: "the option workers",
    reason: "this platform has neither Web Workers nor the worker threads of Node",
    remedy: "Leave the option out",
  });
}
