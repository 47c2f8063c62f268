import { messageOf, onAbort } from "@ecephys/files/internal";
import type { SessionFailurePolicy, SessionsEvent } from "./options.ts";

/** A session that was opened, with its id. */
export interface OpenedSession<Session> {
  readonly id: number;
  readonly session: Session;
}

/** What a walk over sessions needs of the project, and how it goes. */
export interface WalkSettings<Session> {
  ids(signal: AbortSignal): Promise<readonly number[]>;
  open(id: number, signal: AbortSignal): Promise<Session>;
  readonly concurrency: number;
  readonly onError: SessionFailurePolicy;
  readonly onProgress: ((event: SessionsEvent) => void) | undefined;
  readonly warn: (message: string) => void;
  readonly signal: AbortSignal | undefined;
}

/** One walk: opens and closes sessions, counts them, and applies the failure policy. */
export class Walk<Session> {
  readonly #settings: WalkSettings<Session>;
  readonly #controller = new AbortController();
  readonly #release: () => void;
  #sessions = 0;
  #done = 0;
  #failed = 0;

  constructor(settings: WalkSettings<Session>) {
    this.#settings = settings;
    const { signal } = settings;
    // Not AbortSignal.any: a signal that only its sources know may be garbage-collected before it aborts.
    this.#release = onAbort(signal, () => this.#controller.abort(signal?.reason));
    if (signal?.aborted) this.#controller.abort(signal.reason);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  async ids(): Promise<readonly number[]> {
    this.signal.throwIfAborted();
    const ids = await this.#settings.ids(this.signal);
    this.#sessions = ids.length;
    return ids;
  }

  async open(id: number): Promise<Session> {
    this.signal.throwIfAborted();
    this.#tell({ type: "opening", id });
    const session = await this.#settings.open(id, this.signal);
    if (this.signal.aborted) {
      await closeSession(session);
      throw this.signal.reason;
    }
    this.#tell({ type: "opened", id });
    return session;
  }

  /** Closes a session that was worked on to its end. */
  async finish(id: number, session: Session): Promise<void> {
    await closeSession(session);
    this.#done++;
    this.#tell({ type: "done", id });
  }

  /** @throws the error, unless the failure policy leaves the session out; the signal's reason. */
  fail(id: number, error: unknown): void {
    this.signal.throwIfAborted();
    const { onError, warn } = this.#settings;
    this.#failed++;
    this.#tell({ type: "failed", id, error });
    if ((typeof onError === "function" ? onError(error, id) : onError) !== "skip") throw error;
    if (typeof onError !== "function") warn(`Session ${id} is left out. ${messageOf(error)}`);
  }

  /** Ends what is under way. */
  end(reason: unknown): void {
    this.#controller.abort(reason);
    this.#release();
  }

  #tell(event: { type: "opening" | "opened" | "done"; id: number } | FailedEvent): void {
    const totals = { sessions: this.#sessions, done: this.#done, failed: this.#failed };
    this.#settings.onProgress?.({ ...event, totals });
  }
}

type FailedEvent = { type: "failed"; id: number; error: unknown };

/** Closes what a session reader gave, if it can be closed. */
export async function closeSession(session: unknown): Promise<void> {
  await (session as { close?: () => Promise<void> } | null | undefined)?.close?.();
}
