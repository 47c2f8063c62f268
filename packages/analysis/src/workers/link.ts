import type { FromWorker, ToWorker } from "./protocol.ts";

/** A worker as seen from the thread that started it, whichever platform's it is. */
export interface WorkerLink {
  post(message: ToWorker, transfer: readonly ArrayBuffer[]): void;
  /** `failed` hears that the worker did not start, sent what cannot be read, or has ended by itself. */
  listen(heard: (message: FromWorker) => void, failed: (reason: string | undefined) => void): void;
  terminate(): void;
}

export type StartWorker = () => WorkerLink;

/** A browser's worker. */
export function webLink(worker: Worker): WorkerLink {
  return {
    post: (message, transfer) => worker.postMessage(message, [...transfer]),
    listen(heard, failed) {
      worker.addEventListener("message", ({ data }) => heard(data as FromWorker));
      worker.addEventListener("error", ({ message }) => failed(message));
      worker.addEventListener("messageerror", () => failed("what it sent could not be read"));
    },
    terminate: () => worker.terminate(),
  };
}

/** Bundlers recognise this form, and put the worker where it is found. */
export function startWebWorker(): WorkerLink {
  return webLink(new Worker(new URL("../analysis-worker.ts", import.meta.url), { type: "module" }));
}

/**
 * What is built, also where this module runs from its source: Node 20 cannot run TypeScript. A variable, so that bundlers
 * for browsers, which have found the worker above, do not take it along twice.
 */
const NODE_WORKER = "../../dist/analysis-worker.js";

/** Starts a thread of Node; undefined on other platforms. */
export function startNodeWorker(): WorkerLink | undefined {
  const threads = globalThis.process?.getBuiltinModule?.("node:worker_threads");
  if (!threads) return undefined;
  const worker = new threads.Worker(new URL(NODE_WORKER, import.meta.url), {
    name: "ecephys-analysis",
    // The program's own loaders and inspectors are not for it.
    execArgv: [],
  });
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    listen(heard, failed) {
      worker.on("message", (message: FromWorker) => heard(message));
      worker.on("error", (error) => failed(error instanceof Error ? error.message : String(error)));
      worker.on("messageerror", () => failed("what it sent could not be read"));
      worker.on("exit", (code) => failed(`it ended by itself, with exit code ${code}`));
    },
    terminate: () => void worker.terminate(),
  };
}
