import type { PrefetchPlan } from "./plan.ts";

/** Which file an event is about. */
export interface EventSubject {
  /** For messages: "session 715093703". */
  readonly resource: string;
  /** Its path in the cache. */
  readonly path: string;
}

/** What happens while one file is brought: how far it has come, what went wrong and is tried again. */
export type DownloadEvent =
  /** The transfer begins; `resumedFrom` bytes were there from an earlier one. */
  | {
      readonly type: "started";
      readonly resumedFrom: number;
      readonly total?: number | undefined;
      readonly unit: "bytes" | "rows";
    }
  | {
      readonly type: "progress";
      readonly loaded: number;
      readonly total?: number | undefined;
      readonly unit: "bytes" | "rows";
    }
  /** Another process brings the same file, and is waited for. `owner`: "process 4711 on host lab-3". */
  | { readonly type: "waiting"; readonly owner: string }
  /** A failure that is tried again after `delay` milliseconds. */
  | {
      readonly type: "retrying";
      readonly error: unknown;
      readonly failures: number;
      readonly delay: number;
    }
  /** What was there of the file is of no use (it changed on the server, say): it is fetched from its beginning. */
  | { readonly type: "restarted"; readonly reason: string }
  /** All bytes are there; they are being checked and put in place. */
  | { readonly type: "finishing"; readonly byteLength: number };

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
