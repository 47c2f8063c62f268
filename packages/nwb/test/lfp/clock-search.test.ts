import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evenClock, rowsBetween, searchTime } from "../../src/lfp/clock-search.ts";

/** Ascending times with jumps, pauses and samples of the same time. */
const clocks = fc
  .array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(1000)), {
    minLength: 1,
    maxLength: 300,
  })
  .map((steps) => {
    let time = -5;
    return Float64Array.from(steps, (step) => {
      time += step;
      return time;
    });
  });

describe("a search for a time", () => {
  it("finds the sample that looking at all of them finds", async () => {
    await fc.assert(
      fc.asyncProperty(
        clocks,
        fc.double({ min: -10, max: 2000, noNaN: true }),
        fc.nat(),
        async (times, any, pick) => {
          for (const time of [any, times[pick % times.length]!])
            for (const side of ["left", "right"] as const) {
              const expected = times.findIndex((one) => one > time || (side === "left" && one === time));
              const at = async (sample: number) => times[sample]!;
              const ends = [times[0]!, times.at(-1)!] as const;
              expect(await searchTime(times.length, at, ends, time, side)).toBe(
                expected < 0 ? times.length : expected,
              );
            }
        },
      ),
    );
  });

  it.each([
    ["an even clock", (i: number) => 3.7 + i / 1249.9988, 4],
    ["one that drifts", (i: number) => i / 1250 + 1e-12 * i * i, 20],
    ["one that pauses", (i: number) => i / 1250 + (i > 7e6 ? 3600 : 0), 34],
  ] as const)("looks at few of twelve million samples: %s", async (_, clock, most) => {
    const length = 12_000_000;
    for (const wanted of [1, 123_456, 7_000_001, length - 2]) {
      let looks = 0;
      const at = async (sample: number) => {
        looks++;
        return clock(sample);
      };
      expect(await searchTime(length, at, [clock(0), clock(length - 1)], clock(wanted), "left")).toBe(wanted);
      expect(looks).toBeLessThanOrEqual(most);
    }
  });
});

describe("an even clock", () => {
  const length = 1_000_000;
  const timesOf = (clock: (i: number) => number) => {
    const block = (start: number) => Float64Array.from({ length: 4096 }, (_, i) => clock(start + i));
    return [block(0), block(length - 4096), length] as const;
  };

  it("is told from its ends", () => {
    const clock = (i: number) => 38.2 + i / 1249.9988;
    const found = evenClock(...timesOf(clock))!;
    expect(found.rate).toBeCloseTo(1249.9988, 6);
    for (const row of [0, 1, 500_000, length - 1])
      expect(rowsBetween(found, length, clock(row), clock(row))).toEqual([row, row + 1]);
    expect(rowsBetween(found, length, -1, 1e9)).toEqual([0, length]);
    expect(rowsBetween(found, length, 1e9, 2e9)).toEqual([length, length]);
  });

  it.each([
    ["was set back", (i: number) => (i < 600_000 ? i : i - 1000) / 1250],
    ["stood still", (i: number) => Math.min(i, 999_000) / 1250],
    ["stands still", () => 1],
    ["runs faster in the end", (i: number) => (i < 500_000 ? i : 1.001 * i) / 1250],
    ["has no times", () => Number.NaN],
  ])("is none that %s", (_, clock) => {
    expect(evenClock(...timesOf(clock))).toBeUndefined();
  });
});
