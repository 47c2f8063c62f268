import { describe, expect, it } from "vitest";
import { byKey, clamped, panned, positionOf, ticksOf, zoomed } from "../src/page/over-time/time-window.ts";

const WHOLE = [10, 110] as const;

describe("a stretch of the session", () => {
  it("stays within it, as long as it was", () => {
    expect(panned([20, 30], -5, WHOLE)).toEqual([10, 20]);
    expect(panned([20, 30], 0.5, WHOLE)).toEqual([25, 35]);
    expect(panned([90, 110], 1, WHOLE)).toEqual([90, 110]);
    expect(clamped([0, 500], WHOLE)).toEqual([10, 110]);
    expect(clamped([50, 50], WHOLE)).toEqual([50, 50.02]);
  });

  it("is zoomed around the time that is pointed at", () => {
    expect(zoomed([20, 40], 0.5, 0.25, WHOLE)).toEqual([22.5, 32.5]);
    expect(zoomed([20, 40], 100, 0.5, WHOLE)).toEqual([10, 110]);
  });

  it("is led by keys, and by no others", () => {
    expect(byKey("ArrowRight", false, [20, 30], WHOLE)).toEqual([21, 31]);
    expect(byKey("ArrowRight", true, [20, 30], WHOLE)).toEqual([25, 35]);
    expect(byKey("PageDown", false, [20, 30], WHOLE)).toEqual([30, 40]);
    expect(byKey("Home", false, [20, 30], WHOLE)).toEqual([10, 20]);
    expect(byKey("End", false, [20, 30], WHOLE)).toEqual([100, 110]);
    expect(byKey("0", false, [20, 30], WHOLE)).toEqual(WHOLE);
    expect(byKey("+", false, [20, 35], WHOLE)).toEqual([22.5, 32.5]);
    expect(byKey("a", false, [20, 30], WHOLE)).toBeUndefined();
  });
});

it("times on the axis are round", () => {
  expect(ticksOf([9.7, 31], 4)).toEqual({ times: [10, 20, 30], digits: 0 });
  expect(ticksOf([0.01, 0.034], 3)).toEqual({ times: [0.01, 0.02, 0.03], digits: 2 });
});

it("positions are those of the first value that is not below, or is above", () => {
  const values = [1, 2, 2, 3];
  expect([0, 2, 2.5, 9].map((wanted) => positionOf(values, wanted))).toEqual([0, 1, 3, 4]);
  expect(positionOf(values, 2, true)).toBe(3);
});
