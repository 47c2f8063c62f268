import { EcephysError, errorOfPlain } from "@ecephys/files";
import { onAbort } from "@ecephys/files/internal";
import type { Hdf5CallOptions } from "../model.ts";
import { SILENCE_SECONDS, type Watch, watchSilence, watchTime } from "./limits.ts";
import type { WorkerLink } from "./link.ts";
import { type PackedValues, unpackValues } from "./packed.ts";
import type { BytesNeeded, FromWorker, Hdf5Answers, Hdf5Method, Hdf5Request } from "./protocol.ts";
import type { Supplies } from "./supply.ts";

/** A request of one method. */
export type RequestOf<Method extends Hdf5Method> = Extract<Hdf5Request, { readonly method: Method }>;

/** What a request does to what, for messages. */
export interface Subject {
  readonly action: string;
  readonly resource: string;
}

interface RunOptions extends Hdf5CallOptions {
  readonly mayMove?: boolean | undefined;
}

interface Job {
  readonly id: number;
  readonly request: Hdf5Request;
  readonly subject: Subject;
  readonly timeLimit: number | undefined;
  /** Whether it is to be asked of another worker rather than wait for another file's work. */
  readonly mayMove: boolean;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
  ignoreSignal: () => void;
  isSettled: boolean;
  readonly supplies: Supplies | undefined;
  /** Ends the fetching of what the worker waits for. */
  fetching: AbortController | undefined;
  /** Why bytes that the worker asked for could not be fetched. */
  failure: unknown;
}

/** The worker was ended because of another request; the same one can be asked of another worker. */
export class WorkerEnded extends Error {}

/** The worker has been busy with another file for long; the same can be asked of another worker. */
export class WorkerOccupied extends Error {}

/** How long the work for a file may keep others waiting, before they go to another worker; milliseconds. */
const PATIENCE = 250;

/** How long cancelled work may take to stop by itself, before its worker is terminated; milliseconds. */
const GRACE = 500;

/**
 * One worker and the requests that it was sent. It answers them in their order, so that it is known whose work hangs
 * or crashes: the first one's. Work that does is ended together with the worker.
 */
export class WorkerThread {
  /** Files that lie in it; counted by the pool. */
  files = 0;
  readonly #link: WorkerLink;
  /** Requests without a reply; the worker is at the first. */
  readonly #jobs: Job[] = [];
  #watches: readonly Watch[] = [];
  #isReady = false;
  #begun = 0;
  #count = 0;
  #unsettled = 0;
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

  /** Whether it has been at one request for so long that others had better not wait for it. */
  get isOccupied(): boolean {
    return this.#isReady && this.#jobs.length > 0 && performance.now() - this.#begun > PATIENCE;
  }

  /**
   * @throws what the worker's work throws, the signal's reason, an EcephysError where the work had to be ended, a
   * `WorkerEnded` or `WorkerOccupied` where it never began.
   */
  run<Method extends Hdf5Method>(
    request: RequestOf<Method>,
    subject: Subject,
    { mayMove = request.method !== "open", signal, timeLimit }: RunOptions = {},
    supplies?: Supplies | undefined,
  ): Promise<Hdf5Answers[Method]> {
    return new Promise((resolve, reject) => {
      if (this.#isEnded) throw new WorkerEnded();
      signal?.throwIfAborted();
      const job: Job = {
        id: this.#count++,
        request,
        subject,
        timeLimit,
        mayMove,
        resolve: resolve as Job["resolve"],
        reject,
        ignoreSignal: () => {},
        isSettled: false,
        supplies,
        fetching: undefined,
        failure: undefined,
      };
      if (this.isOccupied && this.#canMove(job)) throw new WorkerOccupied();
      this.#link.post({ id: job.id, request }, handedOver(request));
      job.ignoreSignal = onAbort(signal, () => this.#abandon(job, signal?.reason));
      this.#jobs.push(job);
      if (++this.#unsettled === 1) this.#link.keepAlive(true);
      if (this.#jobs[0] === job) this.#begin(job);
    });
  }

  /** Terminates the worker; requests that wait for it are to be asked of another one. */
  end(failure: unknown = new WorkerEnded()): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#stopWatching();
    this.#link.terminate();
    const [first, ...others] = this.#jobs.splice(0);
    first?.fetching?.abort(failure);
    if (first) this.#settle(first, () => first.reject(failure));
    for (const job of others) this.#settle(job, () => job.reject(new WorkerEnded()));
  }

  /** The worker is at this request from now on, or will be when it has started. */
  #begin(job: Job): void {
    if (!this.#isReady) {
      this.#watches = [watchSilence(() => this.end(hanging(job.subject)), SILENCE_SECONDS)];
      return;
    }
    this.#begun = performance.now();
    this.#watches = [
      this.#limit(job),
      watchTime(() => {
        for (const other of this.#jobs) if (this.#canMove(other)) this.#abandon(other, new WorkerOccupied());
      }, PATIENCE),
    ];
  }

  #limit(job: Job): Watch {
    if (job.isSettled) return watchTime(() => this.end(), GRACE);
    const { timeLimit, subject } = job;
    // Servers have time limits of their own.
    const silent = () => job.fetching === undefined && this.end(hanging(subject));
    if (timeLimit === undefined) return watchSilence(silent, SILENCE_SECONDS);
    return watchTime(() => this.#abandon(job, tooLong(subject, timeLimit)), timeLimit);
  }

  #stopWatching(): void {
    for (const watch of this.#watches) watch.stop();
    this.#watches = [];
  }

  /** Requests behind another file's can go elsewhere, but for those that close a file in this worker. */
  #canMove({ isSettled, mayMove, request }: Job): boolean {
    const isBehind = request.file !== this.#jobs[0]?.request.file;
    return !isSettled && mayMove && isBehind && request.method !== "close";
  }

  #hear(message: FromWorker): void {
    const job = this.#jobs[0];
    if ("ready" in message) {
      this.#isReady = true;
      this.#stopWatching();
      if (job) this.#begin(job);
      return;
    }
    if (!job || job.id !== message.id || this.#isEnded) return;
    if ("progress" in message) {
      for (const watch of this.#watches) watch.heard();
      return;
    }
    if ("needs" in message) {
      void this.#supply(job, message.needs);
      return;
    }
    this.#stopWatching();
    this.#jobs.shift();
    if (job.failure !== undefined) this.#settle(job, () => job.reject(job.failure));
    else if ("error" in message) this.#settle(job, () => job.reject(errorOfPlain(message.error)));
    else if (!job.isSettled) this.#settle(job, () => job.resolve(answerOf(job.request, message.answer)));
    // Nobody knows of a file whose opening was given up.
    else if (job.request.method === "open") this.#closeAgain(job.request.file, job.subject);
    const next = this.#jobs[0];
    if ("error" in message && message.crashed) this.end(new WorkerEnded());
    else if (next) this.#begin(next);
  }

  /** Fetches what the worker waits for; it learns of nothing but that there is none. */
  async #supply(job: Job, { length, linked, position }: BytesNeeded): Promise<void> {
    const supply = linked === undefined ? job.supplies?.own : job.supplies?.linked.get(linked);
    if (supply === undefined) return;
    const fetching = new AbortController();
    job.fetching = fetching;
    if (job.isSettled) fetching.abort();
    let bytes: Uint8Array | undefined;
    try {
      bytes = await supply.read(position, length, fetching.signal);
    } catch (error) {
      job.failure ??= error;
    }
    job.fetching = undefined;
    for (const watch of this.#watches) watch.heard();
    if (supply.channel) supply.channel.send(bytes);
    else if (!this.#isEnded)
      this.#link.post({ id: job.id, position, bytes }, bytes ? [bytes.buffer as ArrayBuffer] : []);
  }

  #closeAgain(file: number, subject: Subject): void {
    this.run<"close">({ method: "close", file }, subject).catch(() => {});
  }

  /** Lets the caller go at once; the work is asked to stop, and terminated where it does not. */
  #abandon(job: Job, reason: unknown): void {
    this.#settle(job, () => job.reject(reason));
    this.#link.post({ id: job.id, cancel: true }, []);
    job.fetching?.abort(reason);
    if (job !== this.#jobs[0] || !this.#isReady) return;
    this.#stopWatching();
    this.#watches = [this.#limit(job)];
  }

  #settle(job: Job, how: () => void): void {
    if (job.isSettled) return;
    job.isSettled = true;
    job.ignoreSignal();
    if (--this.#unsettled === 0 && !this.#isEnded) this.#link.keepAlive(false);
    how();
  }

  #fail(reason: string | undefined): void {
    const subject = this.#jobs[0]?.subject;
    this.end(subject && crashed(subject, reason));
  }
}

function answerOf({ method }: Hdf5Request, answer: unknown): unknown {
  return method === "read" && answer !== undefined ? unpackValues(answer as PackedValues) : answer;
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
      "If the file was downloaded, verify it or fetch it again; on a very slow disk pass a longer `timeLimit`",
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
      "Check that the worker file is there: in Node dist/node-worker.cjs of @ecephys/hdf5; a page has to serve the package's " +
      "worker.js (Vite's development server: optimizeDeps.exclude), or pass `worker` to say where it is",
  });
}
