import type { Worker as Thread } from "node:worker_threads";

/** A worker as seen from the thread that started it, whichever platform's it is: what it is sent, and what it sends. */
export interface WorkerLink<To, From> {
  post(message: To, transfer: readonly ArrayBuffer[]): void;
  /** `failed` hears that the worker did not start, sent what cannot be read, or has ended by itself. */
  listen(heard: (message: From) => void, failed: (reason: string | undefined) => void): void;
  /** Whether the process stays alive for the worker; pages do anyway. */
  keepAlive(isNeeded: boolean): void;
  terminate(): void;
}

const UNREADABLE = "what it sent could not be read";

/** A browser's worker. */
export function webLink<To, From>(worker: Worker): WorkerLink<To, From> {
  return {
    post: (message, transfer) => worker.postMessage(message, [...transfer]),
    listen(heard, failed) {
      worker.addEventListener("message", ({ data }) => heard(data as From));
      worker.addEventListener("error", ({ message }) => failed(message));
      worker.addEventListener("messageerror", () => failed(UNREADABLE));
    },
    keepAlive() {},
    terminate: () => worker.terminate(),
  };
}

/** A thread of Node. */
export function threadLink<To, From>(worker: Thread): WorkerLink<To, From> {
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    listen(heard, failed) {
      worker.on("message", (message: From) => heard(message));
      worker.on("error", (error) => failed(error instanceof Error ? error.message : String(error)));
      worker.on("messageerror", () => failed(UNREADABLE));
      worker.on("exit", (code) => failed(`it ended by itself, with exit code ${code}`));
    },
    keepAlive: (isNeeded) => (isNeeded ? worker.ref() : worker.unref()),
    terminate: () => void worker.terminate(),
  };
}
