import type { FetchProgress } from "@ecephys/core";
import type { Output } from "../io.ts";
import { truncate } from "../output/display-width.ts";
import { sanitise } from "../output/sanitise.ts";
import { columnsOf } from "../output/terminal-size.ts";
import { bytesOfText, countText, durationText, percentText, rateText } from "../progress/amounts.ts";

const INTERVAL = 80;
/** How long to wait before the line shows that something is happening. */
const PATIENCE = 700;
/** A speed measured over less time than this is meaningless. */
const LEAST_SECONDS = 1;
const CLEAR = "\r\u001b[K";

/** One line at the bottom of a terminal with the progress of downloads. */
export interface ProgressLine {
  update(progress: FetchProgress): void;
  /** Whether a file is being downloaded that could be resumed after an interruption. */
  readonly isTransferring: boolean;
  /** Writes a text above the line. */
  print(text: string): void;
  clear(): void;
  /** Clears it for good. */
  close(): void;
}

/**
 * A progress line on `stream`; if that is not a terminal, or no line is wanted, nothing is drawn.
 * @param who Whose answer is awaited, before there is any progress.
 */
export function progressLine(stream: Output, wanted: boolean, who: string): ProgressLine {
  const running = new Map<string, Transfer>();
  let drawn = wanted && stream.isTTY === true;
  let last = Number.NEGATIVE_INFINITY;
  let visible = false;
  const draw = (text: string) => {
    stream.write(CLEAR + truncate(text, columnsOf(stream) - 1));
    visible = true;
  };
  const clear = () => {
    clearTimeout(waiting);
    if (visible) stream.write(CLEAR);
    visible = false;
  };
  const waiting = drawn ? setTimeout(() => draw(`Waiting for ${who}…`), PATIENCE).unref() : undefined;
  return {
    get isTransferring() {
      return [...running.values()].some(({ progress }) => progress.unit === "bytes");
    },
    update(progress) {
      const done = progress.total !== undefined && progress.loaded >= progress.total;
      const now = performance.now();
      const { since, from } = running.get(progress.resource) ?? { since: now, from: progress.loaded };
      const transfer = { progress, since, from };
      running.delete(progress.resource);
      const texts = [...running.values(), transfer].map((each) => transferText(each, now));
      if (!done) running.set(progress.resource, transfer);
      if (!drawn || now - last < INTERVAL) return;
      last = now;
      clearTimeout(waiting);
      draw(`Downloading ${texts.join(" · ")}`);
    },
    print(text) {
      clear();
      stream.write(text);
    },
    clear,
    close() {
      drawn = false;
      clear();
    },
  };
}

/** What is being downloaded, since when, and how much was already there. */
interface Transfer {
  readonly progress: FetchProgress;
  readonly since: number;
  readonly from: number;
}

/** "units 5,000 of 9,000 rows", "session 715093703 12 %, 0.35 of 2.9 GB, 21 MB/s, 2 min left". */
function transferText({ progress, since, from }: Transfer, now: number): string {
  const { loaded, resource, total, unit } = progress;
  const name = sanitise(resource);
  if (unit === "rows")
    return `${name} ${total === undefined ? "" : `${loaded.toLocaleString("en")} of `}${countText(total ?? loaded, "row")}`;
  const share = total === undefined ? [] : [percentText(loaded, total)];
  const seconds = (now - since) / 1000;
  const rate = (loaded - from) / seconds;
  const speed = seconds < LEAST_SECONDS || loaded <= from ? [] : [rateText(rate)];
  const left =
    total === undefined || speed.length === 0 ? [] : [`${durationText((total - loaded) / rate)} left`];
  return `${name} ${[...share, bytesOfText(loaded, total), ...speed, ...left].join(", ")}`;
}
