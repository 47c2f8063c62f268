import { argumentChecks } from "@ecephys/files";
import type { SessionDataOptions } from "../project/options.ts";
import { normalizeUnitFilters } from "../tables/unit-filters.ts";
import type { SessionsOptions } from "./options.ts";
import type { WalkSettings } from "./walk.ts";

/** What a walk needs of a project cache. */
interface Project<Session> {
  all(signal: AbortSignal): Promise<readonly number[]>;
  open(id: number, options: SessionDataOptions): Promise<Session>;
  warn(message: string): void;
}

const DEFAULT_AT_ONCE = 2;
const checks = argumentChecks("Calling sessions");

/**
 * The options of a walk, checked, with their defaults.
 * @throws an EcephysError "argument" for options that are wrong.
 */
export function sessionWalk<Session>(
  { concurrency, ids, keep, onError = "throw", onProgress, signal, stream, ...filters }: SessionsOptions,
  project: Project<Session>,
): WalkSettings<Session> {
  const wanted = checks.ids("the option ids", ids);
  checks.flag("the option stream", stream);
  checks.flag("the option keep", keep);
  normalizeUnitFilters(filters);
  if (onError !== "throw" && onError !== "skip" && typeof onError !== "function")
    throw checks.refusal("the option onError", onError, '"throw", "skip" or a function');
  return {
    ids: async (aborting) => wanted ?? project.all(aborting),
    open: (id, aborting) => project.open(id, { ...filters, keep, stream, signal: aborting }),
    concurrency: checks.count("the option concurrency", concurrency) ?? DEFAULT_AT_ONCE,
    onError,
    onProgress,
    warn: (message) => project.warn(message),
    signal,
  };
}
