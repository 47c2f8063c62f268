import type { FetchProgress } from "@ecephys/core";
import type { Output } from "../io.ts";
import { truncate } from "../output/display-width.ts";
import { sanitise } from "../output/sanitise.ts";
import { columnsOf } from "../output/terminal-size.ts";

const INTERVAL = 80;
/** How long nothing happens before the line says that something does. */
const PATIENCE = 700;
const CLEAR = "\r\u001b[K";

/** One line at the bottom of a terminal that says how far the fetches have come. */
export interface ProgressLine {
  update(progress: FetchProgress): void;
  /** Whether a file is on its way, of which an interruption leaves a part to go on from. */
  readonly isTransferring: boolean;
  /** Writes a text above the line. */
  print(text: string): void;
  clear(): void;
  /** Clears it for good. */
  close(): void;
}

/**
 * A progress line on `stream`; where that is no terminal, or it is not wanted, nothing is drawn.
 * @param who Whose answer is waited for, before there is any progress.
 */
export function progressLine(stream: Output, wanted: boolean, who: string): ProgressLine {
  const running = new Map<string, FetchProgress>();
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
  const waiting = drawn ? setTimeout(() => draw(`Asking ${who}…`), PATIENCE).unref() : undefined;
  return {
    get isTransferring() {
      return [...running.values()].some(({ unit }) => unit === "bytes");
    },
    update(progress) {
      const done = progress.total !== undefined && progress.loaded >= progress.total;
      running.delete(progress.resource);
      const texts = [...running.values(), progress].map(progressText);
      if (!done) running.set(progress.resource, progress);
      const now = performance.now();
      if (!drawn || now - last < INTERVAL) return;
      last = now;
      clearTimeout(waiting);
      draw(`Fetching ${texts.join(" · ")}`);
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

function progressText({ resource, loaded, total, unit }: FetchProgress): string {
  const show =
    unit === "bytes" ? (n: number) => `${(n / 1e6).toFixed(1)} MB` : (n: number) => n.toLocaleString("en");
  const of = total === undefined ? "" : ` of ${show(total)}`;
  return `${sanitise(resource)} ${show(loaded)}${of}${unit === "rows" ? " rows" : ""}`;
}
