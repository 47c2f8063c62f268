import type { FromWorker, ToWorker } from "./protocol.ts";

/** A worker as seen from the thread that started it, whichever platform's it is. */
export interface WorkerLink {
  post(message: ToWorker, transfer: readonly ArrayBuffer[]): void;
  /** `failed` hears that the worker did not start or has ended by itself. */
  listen(heard: (message: FromWorker) => void, failed: (reason: string | undefined) => void): void;
  /** Whether the process stays alive for the worker; pages do anyway. */
  keepAlive(isNeeded: boolean): void;
  terminate(): void;
}

export type StartWorker = () => WorkerLink;
