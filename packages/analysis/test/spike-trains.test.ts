import { table } from "arquero";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  autoCorrelogram,
  cellClasses,
  correlograms,
  crossCorrelogram,
  findBursts,
  interSpikeIntervals,
  intervalStatistics,
  jitterCorrectedCorrelogram,
  noiseCorrelations,
  signalCorrelations,
} from "../src/index.ts";
import { dataOf, sessions, within } from "./naive.ts";

/** Times on a grid of 1/256 s, in any order, often equal, now and then missing. */
const trains = fc
  .array(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -64, max: 512 }) }, fc.constant(Number.NaN)), {
    maxLength: 24,
  })
  .map((values) => Float64Array.from(values, (value) => value / 256));

const known = (times: Float64Array): number[] =>
  [...times].filter((time) => !Number.isNaN(time)).sort((a, b) => a - b);
const lagOptions = { window: 0.25, binSize: 1 / 64 };
const SIDE = 16;
const edge = (bin: number) => (bin - SIDE - 0.5) * lagOptions.binSize;

describe("correlograms", () => {
  it("count the pairs of spikes at each lag, whatever the order of the times", () => {
    fc.assert(
      fc.property(trains, trains, (first, second) => {
        const before = [first.slice(), second.slice()];
        const { counts, lags } = crossCorrelogram(first, second, lagOptions);
        const lagsOf = known(first).flatMap((a) => known(second).map((b) => b - a));
        expect([...counts]).toEqual(
          Array.from(
            lags,
            (_, bin) => lagsOf.filter((lag) => lag >= edge(bin) && lag < edge(bin + 1)).length,
          ),
        );
        expect([first, second]).toEqual(before);
      }),
    );
  });

  it("of a train with itself leave out each spike and itself", () => {
    fc.assert(
      fc.property(trains, (train) => {
        const { counts } = autoCorrelogram(train, lagOptions);
        const all = crossCorrelogram(train, train, lagOptions).counts;
        expect([...counts]).toEqual(
          [...all].map((count, bin) => (bin === SIDE ? count - known(train).length : count)),
        );
      }),
    );
  });

  it("less what jitter expects: each spike spread evenly over its interval", () => {
    fc.assert(
      fc.property(trains, trains, (first, second) => {
        const jitter = 1 / 8;
        const corrected = jitterCorrectedCorrelogram(first, second, { ...lagOptions, jitter }).counts;
        const counts = crossCorrelogram(first, second, lagOptions).counts;
        for (const [bin, count] of counts.entries()) {
          let expected = 0;
          for (const a of known(first))
            for (const b of known(second)) {
              const start = Math.floor(b / jitter) * jitter;
              const overlap = Math.min(start + jitter, a + edge(bin + 1)) - Math.max(start, a + edge(bin));
              expected += Math.max(0, overlap) / jitter;
            }
          expect(corrected[bin]).toBeCloseTo(count - expected, 9);
        }
      }),
    );
  });

  it("of units add up those of the parts of their trains in each presentation, by the values of a column", () => {
    fc.assert(
      fc.property(sessions, fc.constantFrom(undefined, 1 / 8), (session, jitter) => {
        const data = dataOf(session);
        const { units, trials } = session;
        const by = "stimulus_condition_id";
        const found = correlograms(data, { ...lagOptions, jitter, by });
        const all = correlograms(data, { ...lagOptions, jitter });
        const conditions = [...new Set(trials.map(({ condition }) => condition))]
          .filter((condition) => !Number.isNaN(condition))
          .sort();
        expect(found.dims).toEqual([by, "unit_id", "second_unit_id", "lag"]);
        expect([...(found.coord(by) as ArrayLike<number> & Iterable<number>)]).toEqual(conditions);
        const sums = (own: typeof trials, a: (typeof units)[0], b: (typeof units)[0]) => {
          const total = new Float64Array(2 * SIDE + 1);
          for (const trial of own) {
            const [one, other] = [a, b].map(({ times }) =>
              Float64Array.from(within(times, trial), (at) => at - trial.start),
            ) as [Float64Array, Float64Array];
            const pairs =
              a === b ? autoCorrelogram(one, lagOptions) : crossCorrelogram(one, other, lagOptions);
            const part =
              jitter === undefined || a === b
                ? pairs
                : jitterCorrectedCorrelogram(one, other, { ...lagOptions, jitter });
            for (const [bin, count] of part.counts.entries()) total[bin] = total[bin]! + count;
          }
          return total;
        };
        for (const [i, a] of units.entries())
          for (const [j, b] of units.entries()) {
            if (jitter !== undefined && i === j) continue;
            const differs = (expected: Float64Array, at: (bin: number) => number | undefined) =>
              expected.some((count, bin) => !(Math.abs(at(bin)! - count) <= 1e-9));
            for (const [c, condition] of conditions.entries()) {
              const own = trials.filter((trial) => trial.condition === condition);
              expect(differs(sums(own, a, b), (bin) => found.at(c, i, j, bin))).toBe(false);
            }
            expect(differs(sums(trials, a, b), (bin) => all.at(i, j, bin))).toBe(false);
          }
      }),
      { numRuns: 40 },
    );
  });

  it("of units take all time, a range of it, or a span around each start; and expect nothing of a spike and itself", () => {
    const times = Float64Array.of(0.5, 0.625, 1.5, 1.625, Number.NaN);
    const spikeTimes = new Map([
      [7, times],
      [9, Float64Array.of(1.5)],
    ]);
    const count = (options: object, presentations?: ReturnType<typeof table>) =>
      correlograms({ spikeTimes, presentations }, { window: 0.25, binSize: 0.125, unitIds: 7, ...options })
        .data;
    expect([...count({})]).toEqual([0, 2, 0, 2, 0]);
    expect([...count({ timeRange: [0.5, 1.625] })]).toEqual([0, 1, 0, 1, 0]);
    expect([...count({ secondUnitIds: [9] })]).toEqual([0, 1, 1, 0, 0]);
    const starts = table({ id: [0, 1], start_time: [0.5, 1.5] });
    expect([...count({ span: [0, 0.25] }, starts)]).toEqual([0, 2, 0, 2, 0]);
    expect([...count({ span: [0.125, 0.25] }, starts)]).toEqual([0, 0, 0, 0, 0]);
    const alone = correlograms({ spikeTimes }, { ...lagOptions, unitIds: 9, jitter: 0.125 });
    expect(new Set(alone.data)).toEqual(new Set([0]));
    expect(() => count({ span: [0, 1] })).toThrow(/option span.*with presentations only/);
  });

  it("of units find the spikes of a presentation after one of no length at the same start", () => {
    const spikeTimes = new Map([[4, Float64Array.of(0, 0)]]);
    const presentations = table({ id: [0, 1, 2], start_time: [0.0625, 0, 0], stop_time: [0.125, 0, 0.0625] });
    const { data } = correlograms({ spikeTimes, presentations }, lagOptions);
    expect(data[SIDE]).toBe(2);
  });

  it("shows synchrony finer than the jitter, and none where only slow rates go together", () => {
    const slow = Float64Array.from({ length: 200 }, (_, i) => i * 0.1 + ((i * 7919) % 25) / 1000);
    const other = Float64Array.from({ length: 200 }, (_, i) => i * 0.1 + ((i * 6101) % 25) / 1000);
    const at0 = (a: Float64Array, b: Float64Array) => {
      const { counts } = jitterCorrectedCorrelogram(a, b, { window: 0.02, binSize: 0.001 });
      return counts[20]!;
    };
    expect(at0(slow, slow)).toBeGreaterThan(150);
    expect(Math.abs(at0(slow, other))).toBeLessThan(20);
  });
});

describe("intervals", () => {
  it("are those between successive spikes", () => {
    fc.assert(
      fc.property(trains, (train) => {
        const times = known(train);
        const intervals = times.slice(1).map((time, i) => time - times[i]!);
        expect([...interSpikeIntervals(train)]).toEqual(intervals);
        const { count, mean, violations, median } = intervalStatistics(train, { refractoryPeriod: 1 / 64 });
        expect(count).toBe(intervals.length);
        if (count === 0) {
          expect([mean, median, violations]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
          return true;
        }
        expect(mean).toBeCloseTo((times.at(-1)! - times[0]!) / count, 12);
        expect(violations).toBeCloseTo(intervals.filter((one) => one < 1 / 64).length / count, 12);
        const below = intervals.filter((one) => one <= median).length;
        expect(below).toBeGreaterThanOrEqual(count / 2);
        return true;
      }),
    );
  });

  it("of a clock do not vary, and alternate ones do", () => {
    const clock = intervalStatistics([0, 1, 2, 3, 4]);
    expect(clock).toMatchObject({ cv: 0, cv2: 0, localVariation: 0, violations: 0 });
    const { cv2, localVariation } = intervalStatistics([0, 1, 4, 5, 8]);
    expect([cv2, localVariation]).toEqual([1, 0.75]);
  });

  it("of bursts are short, after a silence", () => {
    fc.assert(
      fc.property(trains, (train) => {
        const options = { silence: 16 / 256, interval: 2 / 256 };
        const times = known(train);
        const expected: number[][] = [];
        for (let i = 1; i < times.length; i++) {
          if (times[i]! - times[i - 1]! < options.silence) continue;
          let end = i + 1;
          while (end < times.length && times[end]! - times[end - 1]! <= options.interval) end++;
          if (end - i >= 2) expected.push(times.slice(i, end));
        }
        const { starts, stops, spikes, share } = findBursts(train, options);
        expect([...starts]).toEqual(expected.map((burst) => burst[0]));
        expect([...stops]).toEqual(expected.map((burst) => burst.at(-1)));
        expect([...spikes]).toEqual(expected.map((burst) => burst.length));
        expect(share).toEqual(expected.flat().length / times.length);
      }),
    );
  });
});

describe("correlations between units", () => {
  const pearson = (a: readonly number[], b: readonly number[]): number => {
    const mean = (values: readonly number[]) => values.reduce((x, y) => x + y, 0) / values.length;
    const [x, y] = [mean(a), mean(b)];
    const sum = (f: (i: number) => number) => a.reduce((total, _, i) => total + f(i), 0);
    return (
      sum((i) => (a[i]! - x) * (b[i]! - y)) /
      Math.sqrt(sum((i) => (a[i]! - x) ** 2) * sum((i) => (b[i]! - y) ** 2))
    );
  };
  const same = (ours: number, plain: number) =>
    Number.isFinite(plain) ? expect(ours).toBeCloseTo(plain, 8) : expect(ours).toBeNaN();

  it("are those of mean counts by condition, and of their deviations", () => {
    fc.assert(
      fc.property(sessions, (session) => {
        const conditions = [1, 2, 3]
          .map((id) => session.trials.filter(({ condition }) => condition === id))
          .filter((trials) => trials.length > 0);
        const counts = session.units.map(({ times }) =>
          conditions.map((trials) => trials.map((trial) => within(times, trial).length)),
        );
        const means = counts.map((own) => own.map((c) => c.reduce((a, b) => a + b, 0) / c.length));
        const scores = counts.map((own, u) =>
          own.flatMap((c, k) => {
            if (c.length < 2) return [];
            const spread = Math.sqrt(
              c.reduce((sum, n) => sum + (n - means[u]![k]!) ** 2, 0) / (c.length - 1),
            );
            return c.map((n) => (spread > 0 ? (n - means[u]![k]!) / spread : 0));
          }),
        );
        const signal = signalCorrelations(dataOf(session));
        const noise = noiseCorrelations(dataOf(session));
        for (let i = 0; i < counts.length; i++)
          for (let j = 0; j < counts.length; j++) {
            same(signal.at(i, j)!, pearson(means[i]!, means[j]!));
            same(noise.at(i, j)!, pearson(scores[i]!, scores[j]!));
          }
      }),
      { numRuns: 60 },
    );
  });

  it("are the same among many units as of two of them", () => {
    const spikeTimes = new Map(
      Array.from({ length: 150 }, (_, u) => [
        u,
        Float64Array.from({ length: 40 }, (_, i) => (i * (7 + u)) % 12),
      ]),
    );
    const start_time = Float64Array.from({ length: 12 }, (_, i) => i);
    const presentations = table({
      id: start_time,
      start_time,
      stop_time: start_time.map((start) => start + 1),
      stimulus_condition_id: start_time.map((_, i) => i % 3),
    });
    for (const correlate of [signalCorrelations, noiseCorrelations]) {
      const all = correlate({ spikeTimes, presentations });
      for (const unitIds of [
        [3, 140],
        [66, 70],
        [0, 149],
      ]) {
        const [one, other] = unitIds as [number, number];
        expect(all.at(one, other)).toBe(correlate({ spikeTimes, presentations }, { unitIds }).at(0, 1));
        expect(all.at(other, one)).toBe(all.at(one, other));
      }
      expect(all.at(149, 149)).toBe(1);
    }
  });
});

it("classes of units: by the width of the waveform, and by the response to light", () => {
  const classes = cellClasses({
    units: table({ unit_id: [1, 2, 3], waveform_duration: [0.2, 0.4, Number.NaN] }),
    optotagging: table({ unit_id: [1, 1, 2], baseline_rate: [4, 4, 9], evoked_rate: [3, 40, 20] }),
  });
  expect(classes.objects()).toEqual([
    { unit_id: 1, waveform_class: "fast_spiking", optotagged: true },
    { unit_id: 2, waveform_class: "regular_spiking", optotagged: false },
    { unit_id: 3, waveform_class: null, optotagged: null },
  ]);
});

it("a unit that responds alike to all conditions has no signal correlation, also where its mean is no round number", () => {
  const trials = Array.from({ length: 30 }, (_, i) => i);
  const presentations = table({
    start_time: trials,
    stop_time: trials.map((start) => start + 1),
    stimulus_condition_id: trials.map((trial) => trial % 3),
  });
  // One spike in ten presentations of each condition, and more of them the later.
  const spikeTimes = new Map([
    [1, Float64Array.of(0.5, 1.5, 2.5)],
    [2, Float64Array.of(0.5, 1.5, 2.5, 4.5, 5.5, 8.5)],
  ]);
  const { data } = signalCorrelations({ spikeTimes, presentations });
  expect([...data]).toEqual([Number.NaN, Number.NaN, Number.NaN, 1]);
});
