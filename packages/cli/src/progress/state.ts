import type { PrefetchEvent, PrefetchTotals } from "@ecephys/core";

/** A file that is being downloaded. */
export interface FileProgress {
  readonly resource: string;
  readonly loaded: number;
  readonly total: number | undefined;
  readonly unit: "bytes" | "rows";
  /** What the download is waiting for, if no bytes arrive: another process, the next try, the disk. */
  readonly note: string | undefined;
  /** Time of its last event, in milliseconds. */
  readonly heard: number;
}

/** The progress of a prefetch: its files in progress by path, in the order in which they started. */
export interface ProgressState {
  readonly files: ReadonlyMap<string, FileProgress>;
  readonly totals: PrefetchTotals | undefined;
}

export const NOTHING_YET: ProgressState = { files: new Map(), totals: undefined };

/** The state after an event at `now` (milliseconds). */
export function nextState(state: ProgressState, event: PrefetchEvent, now: number): ProgressState {
  if (event.type === "planned") return { ...state, totals: event.totals };
  const files = new Map(state.files);
  const { path, resource } = event.file;
  if (event.type === "done" || event.type === "failed") files.delete(path);
  else {
    const known = files.get(path) ?? {
      resource,
      loaded: 0,
      total: undefined,
      unit: "bytes",
      note: undefined,
      heard: now,
    };
    files.set(path, { ...known, ...change(event, known), heard: now });
  }
  return { files, totals: event.totals };
}

type FileEvent = Exclude<PrefetchEvent, { type: "planned" | "done" | "failed" }>;

function change(event: FileEvent, known: FileProgress): Partial<FileProgress> {
  switch (event.type) {
    case "started":
      return { loaded: event.resumedFrom, total: event.total, unit: event.unit, note: undefined };
    case "progress":
      return {
        loaded: event.loaded,
        total: event.total ?? known.total,
        unit: event.unit,
        note: undefined,
      };
    case "waiting":
      return { note: `waiting for ${event.owner}` };
    case "retrying":
      return { note: `retrying (failure ${event.failures})` };
    case "restarted":
      return { loaded: 0, note: undefined };
    case "finishing":
      return { loaded: event.byteLength, total: event.byteLength, note: "checking" };
  }
}
