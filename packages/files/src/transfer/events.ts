/** Which file an event is about. */
export interface EventSubject {
  /** For messages: "session 715093703". */
  readonly resource: string;
  /** Its path in the cache. */
  readonly path: string;
}

/** What happens while one file is downloaded: its progress, and what failed and is retried. */
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
  /** Another process is downloading the same file, and this one waits for it. `owner`: "process 4711 on host lab-3". */
  | { readonly type: "waiting"; readonly owner: string }
  /** A failure that is tried again after `delay` milliseconds. */
  | {
      readonly type: "retrying";
      readonly error: unknown;
      readonly failures: number;
      readonly delay: number;
    }
  /** The downloaded part is of no use (for example, because the file changed on the server): it is fetched from the start. */
  | { readonly type: "restarted"; readonly reason: string }
  /** All bytes are there; they are being checked and put in place. */
  | { readonly type: "finishing"; readonly byteLength: number };
