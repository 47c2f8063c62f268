import type { DownloadEvent, EventSubject } from "@ecephys/files";
import type { PrefetchPlan } from "./plan.ts";

/** Overall progress of a prefetch. */
export interface PrefetchTotals {
  readonly files: number;
  readonly filesDone: number;
  readonly filesFailed: number;
  /** Bytes present of the files to download, including those of earlier, interrupted transfers. */
  readonly loaded: number;
  /** Bytes expected in total, as far as sizes are known. */
  readonly total: number;
  /** Bytes per second over the last seconds; undefined at the start. */
  readonly bytesPerSecond?: number | undefined;
  /** Estimated seconds left at this rate. */
  readonly secondsLeft?: number | undefined;
}

/** Events of a running prefetch: first "planned", then those of each file, in any order. */
export type PrefetchEvent =
  | { readonly type: "planned"; readonly plan: PrefetchPlan; readonly totals: PrefetchTotals }
  | (DownloadEvent & { readonly file: EventSubject; readonly totals: PrefetchTotals })
  /** `outcome` "present": another process has downloaded it in the meantime. */
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
