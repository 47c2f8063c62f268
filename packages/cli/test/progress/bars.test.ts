import type { PrefetchEvent } from "@ecephys/core";
import { describe, expect, it } from "vitest";
import { displayWidth } from "../../src/output/display-width.ts";
import { barLines } from "../../src/progress/bars.ts";
import { NOTHING_YET, nextState } from "../../src/progress/state.ts";
import { done, failed, planned, progress, restarted, retrying, started, waiting } from "./events.ts";

const LAYOUT = { width: 100, rows: 10, color: false, now: 1000 };

/** The lines after these events, all at 1000 ms. */
const linesAfter = (events: readonly PrefetchEvent[], layout: Partial<typeof LAYOUT> = {}): string[] =>
  barLines(
    events.reduce((state, event) => nextState(state, event, 1000), NOTHING_YET),
    { ...LAYOUT, ...layout },
  );

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the escape sequences of colours
const withoutColor = (line: string): string => line.replace(/\u001b\[\d*m/g, "");

describe("bars", () => {
  it("nothing is drawn before the plan, and one line when no file is in progress", () => {
    expect(linesAfter([])).toEqual([]);
    expect(linesAfter([planned])).toEqual([
      expect.stringMatching(/^all 0 of 3 files {2}░+ +0 % {2}0 of 6 GB$/),
    ]);
  });

  it("a file has a bar with its share, and the total has rate and time left", () => {
    const lines = linesAfter([
      planned,
      started(1),
      progress(1, 1e9, { bytesPerSecond: 24e6, secondsLeft: 125 }),
    ]);
    expect(lines).toEqual([
      expect.stringMatching(/^session 1 {9}█+░+ +50 % {2}1 of 2 GB$/),
      expect.stringMatching(/^all 0 of 3 files {2}█+░+ +16 % {2}1 of 6 GB {2}24 MB\/s {2}2 min left$/),
    ]);
    const bar = lines[0]!.replace(/[^█░]/g, "");
    expect(bar.lastIndexOf("█") + 1).toBe(bar.length / 2);
  });

  it.each([
    [waiting(1), "waiting for process 4711 on lab-3"],
    [retrying(1), "retrying (failure 2)"],
  ])("a wait is explained until bytes arrive", (event, text) => {
    expect(linesAfter([planned, started(1), event])[0]).toContain(text);
    expect(linesAfter([planned, started(1), event, progress(1, 5)])[0]).not.toContain(text);
  });

  it("a silence is shown", () => {
    expect(linesAfter([planned, progress(1, 5)], { now: 5000 })[0]).not.toContain("nothing");
    expect(linesAfter([planned, progress(1, 5)], { now: 13_000 })[0]).toContain("nothing for 12 s");
  });

  it("a file that starts over is at zero again", () => {
    expect(linesAfter([planned, started(1, 1e9), restarted(1)])[0]).toContain("0 of 2 GB");
  });

  it("finished and failed files have no line", () => {
    const lines = linesAfter([planned, started(1), started(2), done(1), failed(2)]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("1 failed");
  });

  it("files that do not fit are counted", () => {
    const files = Array.from({ length: 9 }, (_, at) => started(at + 1));
    const lines = linesAfter([planned, ...files], { rows: 5 });
    expect(lines).toHaveLength(5);
    expect(lines[3]).toBe("… and 6 more in progress");
  });

  it.each([200, 100, 60, 30, 10])("no line is wider than %i cells", (width) => {
    for (const color of [false, true]) {
      const lines = linesAfter([planned, started(1), waiting(2), progress(1, 1e9, { bytesPerSecond: 1e6 })], {
        width,
        color,
      });
      for (const line of lines) expect(displayWidth(withoutColor(line))).toBeLessThanOrEqual(width);
    }
  });
});
