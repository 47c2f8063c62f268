import { EcephysError } from "@ecephys/files";
import { onAbort } from "@ecephys/files/internal";
import type { Hdf5CallOptions } from "../model.ts";
import { leaveProcessAlone, SILENCE_SECONDS, type Watch, watchSilence, watchTime } from "./limits.ts";
import type { WorkerLink } from "./link.ts";
import { type FromWorker, type Hdf5Answers, type Hdf5Method, type Hdf5Request, unpackError } from "./protocol.ts";

/** A request of one method. */
export type RequestOf<Method extends Hdf5Method> = Extract<Hdf5Request, { readonly method: Method }>;

/** What a request does to what, for messages. */
export interface Subject {
  readonly action: string;
  readonly resource: string;
}

interface Job {
  readonly id: number;
  readonly request: Hdf5Request;
  readonly subject: Subject;
  readonly timeLimit: number | undefined;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
  ignoreSignal: () => void;
  isSettled: boolean;
  watch?: Watch | undefined;
}

/** The worker was ended because of another request; the same one can be asked of another worker. */
export class WorkerEnded extends Error {}

/** How long cancelled work may take to stop by itself, before its worker is terminated; milliseconds. */
const GRACE = 500;

/**
 * One worker and the requests that wait for it. It gets one at a time, so that it is known whose work hangs or
 * crashes; work that does is ended together with the worker.
 */
export class WorkerThread {
  /** Files that lie in it; counted by the pool. */
  files = 0;
  readonly #link: WorkerLink;
  readonly #queue: Job[] = [];
  #running: Job | undefined;
  #count = 0;
  #isEnded = false;

  constructor(link: WorkerLink) {
    this.#link = link;
    link.keepAlive(false);
    link.listen(
      (message) => this.#hear(message),
      (reason) => this.#fail(reason),
    );
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /**
   * @throws what the worker's work throws, the signal's reason, an EcephysError where the work had to be ended, a
   * `WorkerEnded` where it never began.
   */
  run<Method extends Hdf5Method>(
    request: RequestOf<Method>,
    subject: Subject,
    { signal, timeLimit }: Hdf5CallOptions = {},
  ): Promise<Hdf5Answers[Method]> {
    return new Promise((resolve, reject) => {
      if (this.#isEnded) throw new WorkerEnded();
      signal?.throwIfAborted();
      const job: Job = {
        id: this.#count++,
        request,
        subject,
        timeLimit,
        resolve: resolve as Job["resolve"],
        reject,
        ignoreSignal: () => {},
        isSettled: false,
      };
      job.ignoreSignal = onAbort(signal, () => this.#abandon(job, signal?.reason));
      this.#queue.push(job);
      this.#next();
    });
  }

  /** Terminates the worker; requests that wait for it are to be asked of another one. */
  end(failure: unknown = new WorkerEnded()): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#link.terminate();
    const running = this.#running;
    this.#running = undefined;
    running?.watch?.stop();
    if (running) settle(running, () => running.reject(failure));
    for (const job of this.#queue.splice(0)) settle(job, () => job.reject(new WorkerEnded()));
  }

  #next(): void {
    if (this.#running || this.#isEnded) return;
    const job = this.#queue.shift();
    this.#link.keepAlive(job !== undefined);
    if (!job) return;
    this.#running = job;
    try {
      this.#link.post({ id: job.id, request: job.request }, handedOver(job.request));
    } catch (error) {
      this.#running = undefined;
      settle(job, () => job.reject(error));
      this.#next();
      return;
    }
    job.watch =
      job.timeLimit === undefined
        ? watchSilence(() => this.end(hanging(job.subject)), SILENCE_SECONDS)
        : watchTime(() => this.#abandon(job, tooLong(job.subject, job.timeLimit!)), job.timeLimit);
  }

  #hear(message: FromWorker): void {
    const job = this.#running;
    if (!job || job.id !== message.id || this.#isEnded) return;
    if ("progress" in message) {
      job.watch?.heard();
      return;
    }
    job.watch?.stop();
    this.#running = undefined;
    if ("error" in message) settle(job, () => job.reject(unpackError(message.error)));
    else if (!job.isSettled) settle(job, () => job.resolve(message.answer));
    // Nobody knows of a file whose opening was given up.
    else if (job.request.method === "open") this.#closeAgain(job.request.file, job.subject);
    if ("error" in message && message.crashed) this.end();
    this.#next();
  }

  #closeAgain(file: number, subject: Subject): void {
    this.run<"close">({ method: "close", file }, subject).catch(() => {});
  }

  /** Lets the caller go at once; the work is asked to stop, and terminated where it does not. */
  #abandon(job: Job, reason: unknown): void {
    settle(job, () => job.reject(reason));
    if (job !== this.#running) {
      this.#queue.splice(this.#queue.indexOf(job), 1);
      return;
    }
    job.watch?.stop();
    this.#link.post({ id: job.id, cancel: true }, []);
    this.#link.keepAlive(this.#queue.length > 0);
    const timer = setTimeout(() => {
      if (this.#running === job) this.end();
    }, GRACE);
    leaveProcessAlone(timer);
  }

  #fail(reason: string | undefined): void {
    const subject = this.#running?.subject;
    this.end(subject && crashed(subject, reason));
  }
}

function settle(job: Job, how: () => void): void {
  if (job.isSettled) return;
  job.isSettled = true;
  job.ignoreSignal();
  how();
}

/** Bytes are handed over: they are the request's own copy. */
function handedOver(request: Hdf5Request): ArrayBuffer[] {
  if (request.method !== "open" || request.source.kind !== "bytes") return [];
  const { buffer } = request.source.bytes;
  return buffer instanceof ArrayBuffer ? [buffer] : [];
}

function hanging({ action, resource }: Subject): EcephysError {
  return new EcephysError("format", {
    action,
    resource,
    reason: `the HDF5 library made no progress for ${SILENCE_SECONDS} s, as it does on damaged files, and was ended`,
    remedy:
      "If the file was downloaded, verify it or fetch it again; on a disk that is so slow pass a longer `timeLimit`",
  });
}

function tooLong({ action, resource }: Subject, timeLimit: number): EcephysError {
  return new EcephysError("storage", {
    action,
    resource,
    reason: `it was ended after ${timeLimit / 1000} s, its time limit`,
    remedy: "Pass a longer `timeLimit`; if the file may be damaged, verify it or fetch it again",
  });
}

function crashed({ action, resource }: Subject, reason: string | undefined): EcephysError {
  return new EcephysError("storage", {
    action,
    resource,
    reason: reason || "the worker that reads it could not be started, or crashed",
    remedy:
      "See that the worker is there: in Node dist/node-worker.js of @ecephys/hdf5; a page has to serve the package's " +
      "worker.js (Vite's development server: optimizeDeps.exclude), or pass `worker` to say where it is",
  });
}
