import type { Output } from "../io.ts";
import { truncate } from "../output/display-width.ts";
import { columnsOf } from "../output/terminal-size.ts";
import { durationText } from "../progress/amounts.ts";

const INTERVAL = 100;
/** Work of which less than this is done says nothing of how long the rest takes. */
const LEAST_SHARE = 0.02;
const CLEAR = "\r\u001b[K";

/** One line at the bottom of a terminal with the progress of a computation. */
export interface WorkLine {
  /** @param share 0 to 1. */
  update(what: string, share: number): void;
  close(): void;
}

/** A progress line on `stream`; if that is not a terminal, or no line is wanted, nothing is drawn. */
export function workLine(stream: Output, wanted: boolean): WorkLine {
  const begun = performance.now();
  let last = Number.NEGATIVE_INFINITY;
  let visible = false;
  return {
    update(what, share) {
      const now = performance.now();
      if (!wanted || stream.isTTY !== true || now - last < INTERVAL) return;
      last = now;
      const left = ((now - begun) / 1000) * (1 / share - 1);
      const rest = share < LEAST_SHARE ? "" : `, ${durationText(left)} left`;
      const text = `${what}: ${Math.floor(100 * share)} %${rest}`;
      stream.write(CLEAR + truncate(text, columnsOf(stream) - 1));
      visible = true;
    },
    close() {
      if (visible) stream.write(CLEAR);
      visible = false;
    },
  };
}
