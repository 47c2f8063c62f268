import type { PrefetchEvent, VerifyProgress } from "@ecephys/core";
import { bytesOfText, filesText, percentText } from "./amounts.ts";
import { type BarLayout, barLines, singleBar } from "./bars.ts";
import { type LogLines, logLines, verifyLogLines } from "./log.ts";
import { NOTHING_YET, nextState } from "./state.ts";

/** How the progress of a kind of work is shown. Times are milliseconds since 1970. */
export interface ProgressView<Event> {
  /** Records an event. */
  update(event: Event, now: number): void;
  /** What a terminal shows. */
  bars(layout: BarLayout): string[];
  /** The log lines for an event. */
  log(event: Event, now: number): string[];
}

/** For downloads: a bar for each file and one for the whole. */
export function prefetchView(log: LogLines = logLines()): ProgressView<PrefetchEvent> {
  let state = NOTHING_YET;
  return {
    update(event, now) {
      state = nextState(state, event, now);
    },
    bars: (layout) => barLines(state, layout),
    log,
  };
}

/** For files that are read to check them: one bar. */
export function verifyView(log = verifyLogLines()): ProgressView<VerifyProgress> {
  let latest: VerifyProgress | undefined;
  return {
    update(event) {
      latest = event;
    },
    bars(layout) {
      if (latest === undefined) return [];
      const { bytes, bytesDone, files, filesDone } = latest;
      const text = `${percentText(bytesDone, bytes)}  ${bytesOfText(bytesDone, bytes)}`;
      const share = bytes > 0 ? bytesDone / bytes : 1;
      return [singleBar(`Checking ${filesDone} of ${filesText(files)}`, share, text, layout)];
    },
    log,
  };
}
