import type { SessionTarget } from "./session-target.ts";
import type { UnitFilterFlags } from "./unit-filter-options.ts";

/** The flags of `ecephys metrics`. */
export interface MetricsFlags extends UnitFilterFlags {
  readonly session?: SessionTarget | undefined;
  readonly sessionType?: string | undefined;
  readonly annotate: boolean;
  readonly recompute?: boolean | undefined;
  readonly stimulus?: readonly string[] | undefined;
  readonly exact?: boolean | undefined;
  /** Threads that compute; by default as many as there is work for. */
  readonly workers?: number | undefined;
}
