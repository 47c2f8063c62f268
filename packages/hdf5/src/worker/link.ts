import type { WorkerLink as Link } from "@ecephys/files/internal";
import type { FromWorker, ToWorker } from "./protocol.ts";

/** A worker that reads files, as seen from the thread that started it. */
export type WorkerLink = Link<ToWorker, FromWorker>;

export type StartWorker = () => WorkerLink;
