import { Worker } from "node:worker_threads";
import { threadLink } from "@ecephys/files/internal";
import type { WorkerLink } from "./link.ts";

/**
 * Starts a thread of Node. It runs what is built also where this module runs from its source: Node 20 cannot run
 * TypeScript, and a loader would take longer to start than the thread. Tests build it before they run
 * (`test/build-node-worker.ts`).
 */
export function startNodeWorker(): WorkerLink {
  return threadLink(
    new Worker(new URL("../../dist/node-worker.cjs", import.meta.url), {
      name: "ecephys-hdf5",
      // The program's own loaders and inspectors are not for it.
      execArgv: [],
    }),
  );
}
