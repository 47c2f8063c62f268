import { argumentChecks, type OptionNames } from "@ecephys/files";
import type { PrefetchEvent } from "./events.ts";

/** Options for planning a prefetch. */
export interface PlanPrefetchOptions {
  readonly signal?: AbortSignal | undefined;
  /** How many files are looked up at once; 24 by default. */
  readonly concurrency?: number | undefined;
}

/** How a prefetch runs. */
export interface PrefetchOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called for every event; see `PrefetchEvent`. */
  readonly onProgress?: ((event: PrefetchEvent) => void) | undefined;
  /** How many files are transferred at once; 4 by default, 24 where they are small. */
  readonly concurrency?: number | undefined;
  /** Maximum bytes per second, for all files together; no limit by default. */
  readonly bandwidth?: number | undefined;
  /** How many ranges of each large file are transferred at once, if the server supports ranges; 1 by default. */
  readonly ranges?: number | undefined;
}

export const PLAN_OPTIONS: OptionNames<PlanPrefetchOptions> = { signal: true, concurrency: true };
export const PREFETCH_OPTIONS: OptionNames<PrefetchOptions> = {
  signal: true,
  onProgress: true,
  concurrency: true,
  bandwidth: true,
  ranges: true,
};

/** @throws an EcephysError "argument" if an option is not a whole number of at least 1. */
export function checkCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) throw refusal(name, value, "a whole number from 1 on");
}

/** @throws an EcephysError "argument" if an option is given and is not a number above 0. */
export function checkRate(name: string, value: number | undefined): void {
  if (value !== undefined && !(value > 0)) throw refusal(name, value, "a number above 0");
}

function refusal(name: string, value: number, expected: string) {
  return argumentChecks("Prefetching").refusal(`the option ${name}`, value, expected);
}
