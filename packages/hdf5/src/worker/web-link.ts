import type { WorkerLink } from "./link.ts";
import type { FromWorker } from "./protocol.ts";

/** A browser's worker. */
export function webLink(worker: Worker): WorkerLink {
  return {
    post: (message, transfer) => worker.postMessage(message, [...transfer]),
    listen(heard, failed) {
      worker.addEventListener("message", ({ data }) => heard(data as FromWorker));
      worker.addEventListener("error", ({ message }) => failed(message));
    },
    keepAlive() {},
    terminate: () => worker.terminate(),
  };
}
