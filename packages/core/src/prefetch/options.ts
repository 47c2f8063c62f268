import { argumentChecks, type OptionNames } from "@ecephys/files";
import type { PrefetchEvent } from "./events.ts";

/** What planning a prefetch takes beside the request. */
export interface PlanPrefetchOptions {
  readonly signal?: AbortSignal | undefined;
  /** How many files are asked about at once; 24 by default. */
  readonly concurrency?: number | undefined;
}

/** How a prefetch goes about its work. */
export interface PrefetchOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told everything that happens; see `PrefetchEvent`. */
  readonly onProgress?: ((event: PrefetchEvent) => void) | undefined;
  /** How many files are transferred at once; 4 by default, 24 where they are small. */
  readonly concurrency?: number | undefined;
  /** Most bytes a second, all files together; no limit by default. */
  readonly bandwidth?: number | undefined;
  /** In how many ranges at once each large file is transferred, where the server serves ranges; 1 by default. */
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

/** @throws an EcephysError "argument" where an option is no whole number from 1 on. */
export function checkCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) throw refusal(name, value, "a whole number from 1 on");
}

/** @throws an EcephysError "argument" where an option is there and no number above 0. */
export function checkRate(name: string, value: number | undefined): void {
  if (value !== undefined && !(value > 0)) throw refusal(name, value, "a number above 0");
}

function refusal(name: string, value: number, expected: string) {
  return argumentChecks("Prefetching").refusal(`the option ${name}`, value, expected);
}
