import type { Ids, OptionNames } from "@ecephys/files";
import { SESSION_OPTIONS, type SessionDataOptions } from "../project/options.ts";

/** How many sessions of a walk have come how far. */
export interface SessionsTotals {
  readonly sessions: number;
  readonly done: number;
  readonly failed: number;
}

/**
 * Events of a walk over sessions: "opening" when a session's file is asked for, "opened" when it can be read, "done"
 * after it was handed over and closed, "failed" when it could not be opened, or was worked on in vain.
 */
export type SessionsEvent =
  | {
      readonly type: "opening" | "opened" | "done";
      readonly id: number;
      readonly totals: SessionsTotals;
    }
  | {
      readonly type: "failed";
      readonly id: number;
      readonly error: unknown;
      readonly totals: SessionsTotals;
    };

/** What a session's failure does to the others: ends the walk, or leaves that session out. */
export type SessionFailurePolicy = "throw" | "skip" | ((error: unknown, id: number) => "throw" | "skip");

/** Options of `sessions`: which ones, how many at once, and what a failure does; unit filters as in `getSessionData`. */
export interface SessionsOptions extends SessionDataOptions {
  /** Which sessions, in this order; all of the session table by default. */
  readonly ids?: Ids | undefined;
  /** How many sessions are open or being opened at most, the one in hand included; 2 by default. */
  readonly concurrency?: number | undefined;
  /** What a session that fails does to the others; "throw" by default. */
  readonly onError?: SessionFailurePolicy | undefined;
  /** Called for every event; see `SessionsEvent`. */
  readonly onProgress?: ((event: SessionsEvent) => void) | undefined;
}

export const SESSIONS_OPTIONS: OptionNames<SessionsOptions> = {
  ...SESSION_OPTIONS,
  ids: true,
  concurrency: true,
  onError: true,
  onProgress: true,
};
