import type { PrefetchEvent, PrefetchTotals, VerifyProgress } from "@ecephys/core";
import { errorText } from "../output/error-text.ts";
import { sanitise } from "../output/sanitise.ts";
import {
  amountText,
  bytesOfText,
  bytesText,
  durationText,
  filesText,
  percentText,
  rateText,
} from "./amounts.ts";

/** Milliseconds between two lines on overall progress. */
const INTERVAL = 10_000;

/** Returns the log lines for an event at `now` (milliseconds since 1970). */
export type LogLines<Event = PrefetchEvent> = (event: Event, now: number) => string[];

/** Logs what happens, one timestamped line per event, and overall progress every ten seconds. */
export function logLines(interval = INTERVAL): LogLines {
  let last = Number.NEGATIVE_INFINITY;
  return (event, now) => {
    const lines = eventLine(event);
    if (event.type === "planned") last = now;
    else if (now - last >= interval) {
      last = now;
      lines.push(totalLine(event.totals));
    }
    return lines.map((line) => withTime(line, now));
  };
}

/** Logs every ten seconds how many files have been checked. */
export function verifyLogLines(interval = INTERVAL): LogLines<VerifyProgress> {
  let last: number | undefined;
  return ({ bytes, bytesDone, files, filesDone }, now) => {
    last ??= now;
    if (now - last < interval) return [];
    last = now;
    const share = `${percentText(bytesDone, bytes)} (${bytesOfText(bytesDone, bytes)})`;
    return [withTime(`checked ${filesDone} of ${filesText(files)}, ${share}`, now)];
  };
}

function withTime(line: string, now: number): string {
  return `${new Date(now).toISOString().slice(0, 19)}Z ${sanitise(line)}`;
}

function eventLine(event: PrefetchEvent): string[] {
  if (event.type === "planned") {
    return [`to download: ${amountText(event.plan.toFetch)}`];
  }
  const text = fileText(event);
  return text === undefined ? [] : [`${event.file.resource}: ${text}`];
}

function fileText(event: Exclude<PrefetchEvent, { type: "planned" }>): string | undefined {
  switch (event.type) {
    case "started":
      if (event.unit === "rows") return "started";
      return event.resumedFrom > 0
        ? `resumes from ${bytesOfText(event.resumedFrom, event.total)}`
        : `started${event.total === undefined ? "" : `, ${bytesText(event.total)}`}`;
    case "progress":
    case "finishing":
      return undefined;
    case "waiting":
      return `waiting for ${event.owner}`;
    case "retrying":
      return `failure ${event.failures}, retrying in ${durationText(event.delay / 1000)}: ${errorText(event.error)}`;
    case "restarted":
      return `starting over: ${event.reason}`;
    case "done":
      return event.outcome === "present"
        ? `present, ${bytesText(event.byteLength)}: another process downloaded it`
        : `done, ${bytesText(event.byteLength)}`;
    case "failed":
      return `failed: ${errorText(event.error)}`;
  }
}

function totalLine(totals: PrefetchTotals): string {
  const { files, filesDone, loaded, total, bytesPerSecond, secondsLeft } = totals;
  return [
    `${filesDone} of ${filesText(files)}`,
    ...(total > 0 ? [`${percentText(loaded, total)} (${bytesOfText(loaded, total)})`] : []),
    ...(bytesPerSecond === undefined ? [] : [rateText(bytesPerSecond)]),
    ...(secondsLeft === undefined ? [] : [`${durationText(secondsLeft)} left`]),
  ].join(", ");
}
