import type { DownloadEvent, EventSubject } from "@ecephys/files";
import type { PrefetchPlan } from "./plan.ts";

/** How far a prefetch has come in all. */
export interface PrefetchTotals {
  readonly files: number;
  readonly filesDone: number;
  readonly filesFailed: number;
  /** Bytes of the files to fetch that are there, those of earlier, broken transfers included. */
  readonly loaded: number;
  /** Bytes to be there in the end, as far as sizes are known. */
  readonly total: number;
  /** Bytes a second over the last seconds; undefined before there is anything to tell. */
  readonly bytesPerSecond?: number | undefined;
  /** Seconds that the rest takes at this rate. */
  readonly secondsLeft?: number | undefined;
}

/** What a prefetch tells while it goes on: first "planned", then of each file, in any order. */
export type PrefetchEvent =
  | { readonly type: "planned"; readonly plan: PrefetchPlan; readonly totals: PrefetchTotals }
  | (DownloadEvent & { readonly file: EventSubject; readonly totals: PrefetchTotals })
  /** `outcome` "present": another process has brought it meanwhile. */
  | {
      readonly type: "done";
      readonly file: EventSubject;
      readonly outcome: "downloaded" | "present";
      readonly byteLength: number;
      readonly totals: PrefetchTotals;
    }
  | {
      readonly type: "failed";
      readonly file: EventSubject;
      readonly error: unknown;
      readonly totals: PrefetchTotals;
    };
