import { Worker } from "node:worker_threads";
import type { WorkerLink } from "./link.ts";
import type { FromWorker } from "./protocol.ts";

/**
 * Starts a thread of Node. It runs what is built also where this module runs from its source: Node 20 cannot run
 * TypeScript, and a loader would take longer to start than the thread. Tests build it before they run
 * (`test/build-node-worker.ts`).
 */
export function startNodeWorker(): WorkerLink {
  const worker = new Worker(new URL("../../dist/node-worker.cjs", import.meta.url), {
    name: "ecephys-hdf5",
    // The program's own loaders and inspectors are not for it.
    execArgv: [],
  });
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    listen(heard, failed) {
      worker.on("message", (message: FromWorker) => heard(message));
      worker.on("error", (error) => failed(error instanceof Error ? error.message : String(error)));
      worker.on("exit", () => failed(undefined));
    },
    keepAlive: (isNeeded) => (isNeeded ? worker.ref() : worker.unref()),
    terminate: () => void worker.terminate(),
  };
}
