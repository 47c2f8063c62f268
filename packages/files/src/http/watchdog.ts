import { onAbort } from "../tasks/on-abort.ts";

/** Limits of one exchange, in milliseconds. */
export interface WatchdogLimits {
  /** Longest time without a byte. */
  readonly stallTimeout: number;
  /** Longest total time; no limit by default. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What ended an exchange from our side. */
export type Verdict = "aborted" | "stalled" | "timed out";

const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Ends an exchange when the caller aborts, when the server stays silent for too long while we wait for it, or
 * when the whole takes too long. Silence counts only between `expect` and `heard`: a slow reader is not a stall.
 */
export class Watchdog {
  readonly #controller = new AbortController();
  readonly #limits: WatchdogLimits;
  readonly #total: ReturnType<typeof setTimeout> | undefined;
  readonly #release: () => void;
  #stall: ReturnType<typeof setTimeout> | undefined;
  #verdict: Verdict | undefined;
  /** Called once, when the exchange is ended. */
  onVerdict: (() => void) | undefined;

  constructor(limits: WatchdogLimits) {
    this.#limits = limits;
    this.#total = timer(limits.timeout, () => this.#end("timed out"));
    this.#release = onAbort(limits.signal, () => this.#end("aborted"));
  }

  /** To be given to fetch. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get verdict(): Verdict | undefined {
    return this.#verdict;
  }

  /** From now on something should come. */
  expect(): void {
    clearTimeout(this.#stall);
    this.#stall = timer(this.#limits.stallTimeout, () => this.#end("stalled"));
  }

  /** Something came; nothing is expected until the next `expect`. */
  heard(): void {
    clearTimeout(this.#stall);
  }

  /** The exchange is over: lets go of timers and listeners. */
  close(): void {
    clearTimeout(this.#stall);
    clearTimeout(this.#total);
    this.#release();
    this.onVerdict = undefined;
  }

  /** Closes, and tears the connection down. */
  drop(): void {
    this.close();
    this.#controller.abort();
  }

  #end(verdict: Verdict): void {
    this.#verdict ??= verdict;
    const { onVerdict } = this;
    this.drop();
    onVerdict?.();
  }
}

function timer(milliseconds: number | undefined, run: () => void) {
  if (milliseconds === undefined || milliseconds > LONGEST_TIMER) return undefined;
  return setTimeout(run, milliseconds);
}
