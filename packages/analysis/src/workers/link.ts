import { type WorkerLink as Link, threadLink, webLink } from "@ecephys/files/internal";
import type { FromWorker, ToWorker } from "./protocol.ts";

/** A worker that computes, as seen from the thread that started it. */
export type WorkerLink = Link<ToWorker, FromWorker>;

export type StartWorker = () => WorkerLink;

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
  return threadLink(
    new threads.Worker(new URL(NODE_WORKER, import.meta.url), {
      name: "ecephys-analysis",
      // The program's own loaders and inspectors are not for it.
      execArgv: [],
    }),
  );
}
