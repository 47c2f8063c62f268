import { onAbort, untilAborted } from "@ecephys/files/internal";
import type { Planner, Wanted } from "../plan/planner.ts";

interface Waiting {
  readonly wanted: Wanted;
  readonly signal: AbortSignal | undefined;
  resolve(): void;
  reject(error: unknown): void;
}

/** Fetches what reads need before a worker reads: for all that are asked for at the same time together. */
export class Ready {
  readonly #planner: Planner;
  #waiting: Waiting[] = [];

  constructor(planner: Planner) {
    this.#planner = planner;
  }

  /** @throws what fetching throws; the signal's reason. */
  async for(wanted: Wanted, signal: AbortSignal | undefined): Promise<void> {
    if (this.#planner.isReady([wanted])) return;
    const fetched = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ wanted, signal, resolve, reject });
      // All that the program asks for in this turn.
      if (this.#waiting.length === 1) setTimeout(() => void this.#fetch(this.#waiting.splice(0)), 0);
    });
    await untilAborted(fetched, signal);
  }

  async #fetch(waiting: readonly Waiting[]): Promise<void> {
    const ending = new AbortController();
    const signals = waiting.map(({ signal }) => signal);
    /** Whoever is the last to give up ends it. */
    const giveUp = () => {
      if (signals.every((signal) => signal?.aborted)) ending.abort(signals[0]?.reason);
    };
    const releases = signals.map((signal) => onAbort(signal, giveUp));
    try {
      giveUp();
      const waitsFor = new Map(waiting.map((one) => [one.wanted, one]));
      await this.#planner.fetch([...waitsFor.keys()], ending.signal, (one) => waitsFor.get(one)?.resolve());
      for (const { resolve } of waiting) resolve();
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    } finally {
      for (const release of releases) release();
    }
  }
}
