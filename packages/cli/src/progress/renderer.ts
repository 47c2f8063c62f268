import type { Output } from "../io.ts";
import { columnsOf, rowsOf } from "../output/terminal-size.ts";
import type { ProgressKind } from "./kinds.ts";
import type { ProgressView } from "./view.ts";

/** Milliseconds between two drawings, and after how long to redraw if nothing happens. */
const INTERVAL = 100;
const TICK = 1000;
const MOST_ROWS = 12;

/** Shows the progress of some work on a stream. */
export interface ProgressRenderer<Event> {
  update(event: Event): void;
  /** Writes a permanent text above the bars. */
  print(text: string): void;
  /** Removes the bars. */
  close(): void;
}

/** Shows a view of events as bars, as a log, or not at all. */
export function progressRenderer<Event>(
  kind: ProgressKind,
  view: ProgressView<Event>,
  stream: Output,
  color: boolean,
): ProgressRenderer<Event> {
  switch (kind) {
    case "bars":
      return barRenderer(view, stream, color);
    case "log":
      return {
        update(event) {
          for (const line of view.log(event, Date.now())) stream.write(`${line}\n`);
        },
        print: (text) => stream.write(text),
        close: () => undefined,
      };
    case "none":
      return { update: () => undefined, print: (text) => stream.write(text), close: () => undefined };
  }
}

function barRenderer<Event>(
  view: ProgressView<Event>,
  stream: Output,
  color: boolean,
): ProgressRenderer<Event> {
  let height = 0;
  let last = Number.NEGATIVE_INFINITY;
  const clear = () => {
    if (height > 0) stream.write(`\u001b[${height}A\r\u001b[J`);
    height = 0;
  };
  const draw = () => {
    const now = Date.now();
    last = now;
    const width = columnsOf(stream) - 1;
    const rows = Math.min(MOST_ROWS, Math.max(2, rowsOf(stream) - 2));
    const lines = view.bars({ width, rows, color, now });
    const up = height > 0 ? `\u001b[${height}A\r\u001b[J` : "";
    height = lines.length;
    stream.write(up + lines.map((line) => `${line}\n`).join(""));
  };
  // Redraw even without events, to show how long nothing has arrived.
  const timer = setInterval(draw, TICK).unref();
  return {
    update(event) {
      view.update(event, Date.now());
      if (Date.now() - last >= INTERVAL) draw();
    },
    print(text) {
      clear();
      stream.write(text);
      draw();
    },
    close() {
      clearInterval(timer);
      clear();
    },
  };
}
