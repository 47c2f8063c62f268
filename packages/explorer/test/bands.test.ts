import { expect, it } from "vitest";
import { barsOf } from "../src/page/over-time/paint/bands.ts";
import { bandOf } from "../src/page/over-time/tracks.ts";

const place = (from: number, to: number) => ({ left: 100, width: 200, time: [from, to] as const });

it("bars are where rows are, those that reach into the view from before it too", () => {
  const band = bandOf("trials", [30, 0, Number.NaN, 10, 12], [40, 25, 3, 11, 13]);
  expect([...band.starts]).toEqual([0, 10, 12, 30]);
  expect([...band.reached]).toEqual([25, 25, 25, 40]);
  expect([...barsOf(place(20, 40), band)]).toEqual([
    [100, 150],
    [200, 300],
  ]);
  expect([...barsOf(place(26, 28), band)]).toEqual([]);
});

it("of 70,000 rows there are no more bars than pixels, and none is lost", () => {
  const starts = Float64Array.from({ length: 70_000 }, (_, row) => row / 10 + (row < 35_000 ? 0 : 1000));
  const band = bandOf(
    "frames",
    starts,
    starts.map((start) => start + 0.05),
  );
  const bars = [...barsOf(place(0, 8000), band)];
  expect(bars.length).toBeLessThanOrEqual(200);
  const covered = bars.reduce((sum, [x, end]) => sum + Math.max(1, end - x), 0);
  expect(covered).toBeGreaterThan(170);
  expect(bars.some(([x]) => x > 188 && x < 212)).toBe(false);
});
