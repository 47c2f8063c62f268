import { type ColumnTable, table } from "arquero";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  f1f0,
  firingRates,
  optotaggingResponse,
  presentationwiseSpikeCounts,
  psth,
  rasterTable,
  receptiveField,
  type SpikeData,
} from "../src/index.ts";
import { chiSquare } from "../src/receptive-field/chi-square.ts";
import { resampledPValues, resampling } from "../src/receptive-field/resampling.ts";
import { cyclesOf, f1f0OfSpikes } from "../src/stimulus/temporal-modulation.ts";
import { binEdges } from "../src/stimulus/trials.ts";

/** A coarse grid, so that spikes fall on edges, starts and stops, and on each other; some have no time. */
const time = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 400 }).map((n) => n / 16) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);

interface Trial {
  readonly start: number;
  readonly stop: number;
  readonly kind: string | null;
  readonly x: number;
}

/** Spikes in any order, some twice, of units of which some are silent; presentations in any order. */
const recordings = fc.record({
  units: fc.array(fc.array(time, { maxLength: 40 }), { maxLength: 4 }),
  trials: fc
    .array(
      fc
        .record({
          start: fc.integer({ min: 0, max: 380 }).map((n) => n / 16),
          length: fc.integer({ min: 0, max: 64 }).map((n) => n / 16),
          kind: fc.constantFrom("a", "b", null),
          x: fc.constantFrom(0, 10, Number.NaN),
          follows: fc.boolean(),
        })
        .map(({ start, length, ...trial }) => ({ ...trial, start, stop: start + length })),
      { maxLength: 8 },
    )
    .map((trials) => {
      // Half of the presentations begin where the one before them ends, as those of a movie do.
      const result: Trial[] = [];
      for (const { follows, ...trial } of trials) {
        const start = follows ? (result.at(-1)?.stop ?? trial.start) : trial.start;
        result.push({ ...trial, start, stop: start + (trial.stop - trial.start) });
      }
      return result;
    }),
});
type Recording = typeof recordings extends fc.Arbitrary<infer Value> ? Value : never;

function dataOf({ units, trials }: Recording): SpikeData & { readonly epochs: ColumnTable } {
  const presentations = table({
    id: Float64Array.from(trials.keys()),
    start_time: trials.map(({ start }) => start),
    stop_time: trials.map(({ stop }) => stop),
    stimulus_name: trials.map(() => "gabors"),
    kind: trials.map(({ kind }) => kind),
    x_position: trials.map(({ x }) => x),
    y_position: trials.map(() => 5),
  });
  const spikeTimes = new Map(units.map((times, u) => [u + 1, Float64Array.from(times)]));
  return { spikeTimes, presentations, epochs: presentations };
}

/** The number of spikes in a window, end excluded. */
const count = (times: readonly number[], from: number, to: number) =>
  times.filter((at) => at >= from && at < to).length;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const lasting = (trials: readonly Trial[]) => sum(trials.map(({ start, stop }) => stop - start));
const inTrials = (times: readonly number[], trials: readonly Trial[]) =>
  sum(trials.map(({ start, stop }) => count(times, start, stop)));

/** Checks a property of many recordings, and that the spikes are as they were. */
function holds(property: (recording: Recording, data: ReturnType<typeof dataOf>) => void): void {
  fc.assert(
    fc.property(recordings, (recording) => {
      const data = dataOf(recording);
      // Twice: the second time the spikes are known to be in order, or not.
      property(recording, data);
      property(recording, data);
      expect([...data.spikeTimes.values()].map((times) => [...times])).toEqual(recording.units);
    }),
    { numRuns: 60 },
  );
}

describe("spikes in any order, repeated, missing or absent", () => {
  it("a firing rate is the spikes of the presentations by their seconds", () => {
    holds(({ units, trials }, data) => {
      const kinds = [...new Set(trials.map(({ kind }) => kind))];
      const expected = units.flatMap((times, u) =>
        kinds.map((kind) => {
          const own = trials.filter((trial) => trial.kind === kind);
          const spikes = inTrials(times, own);
          const duration = lasting(own);
          return {
            unit_id: u + 1,
            kind,
            spike_count: spikes,
            duration,
            firing_rate: spikes / duration,
          };
        }),
      );
      expect(firingRates(data, { by: "kind" }).objects()).toEqual(expected);
    });
  });

  it("a histogram is the mean rate of each bin, for all presentations or by the values of a column", () => {
    holds(({ units, trials }, data) => {
      const options = { window: [-0.5, 1], binSize: 0.25 } as const;
      const rate = (times: readonly number[], own: readonly Trial[], bin: number) => {
        const edge = (start: number, b: number) => start + (-0.5 + b * 0.25);
        const spikes = own.map(({ start }) => {
          const last = bin === 5 ? times.filter((at) => at === edge(start, 6)).length : 0;
          return count(times, edge(start, bin), edge(start, bin + 1)) + last;
        });
        return sum(spikes) / (own.length * 0.25);
      };
      const all = psth(data, options);
      expect(all.shape).toEqual([units.length, 6]);
      for (const [u, times] of units.entries())
        for (let bin = 0; bin < 6; bin++) expect(all.at(u, bin)).toBe(rate(times, trials, bin));

      const byKind = psth(data, { ...options, by: "kind" });
      const kinds = [...new Set(trials.map(({ kind }) => kind))].filter((kind) => kind !== null).sort();
      expect(byKind.dims).toEqual(["kind", "unit_id", "time_relative_to_stimulus_onset"]);
      expect(byKind.coord("kind")).toEqual(kinds);
      for (const [k, kind] of kinds.entries()) {
        const own = trials.filter((trial) => trial.kind === kind);
        expect(byKind.coord("presentation_count")[k]).toBe(own.length);
        for (const [u, times] of units.entries())
          for (let bin = 0; bin < 6; bin++) expect(byKind.at(k, u, bin)).toBe(rate(times, own, bin));
      }
    });
  });

  it("counts are the same in both orders of memory", () => {
    holds(({ units, trials }, data) => {
      const binEdges = [-0.25, 0, 0.5, 0.75];
      const counts = presentationwiseSpikeCounts(data, { binEdges });
      const byUnit = presentationwiseSpikeCounts(data, { binEdges, unitsFirst: true });
      expect(byUnit.dims).toEqual(["unit_id", "stimulus_presentation_id", "time_relative_to_stimulus_onset"]);
      for (const [u, times] of units.entries())
        for (const [p, { start }] of trials.entries())
          for (let b = 0; b < 3; b++) {
            const [from, to] = [start + binEdges[b]!, start + binEdges[b + 1]!];
            const last = b === 2 ? times.filter((at) => at === to).length : 0;
            expect(byUnit.at(u, p, b)).toBe(count(times, from, to) + last);
            expect(counts.at(p, b, u)).toBe(byUnit.at(u, p, b));
          }
    });
  });

  it("a receptive field is the rate at each position that was shown", () => {
    holds(({ units, trials }, data) => {
      const shown = trials.filter(({ x }) => !Number.isNaN(x));
      if (shown.length === 0) return;
      const field = receptiveField(data);
      for (const [i, x] of [...(field.coord("x_position") as Float64Array)].entries()) {
        const own = shown.filter((trial) => trial.x === x);
        for (const [u, times] of units.entries())
          expect(field.at(u, 0, i)).toBe(inTrials(times, own) / lasting(own));
      }
    });
  });

  it("a raster has a row for each spike in each window", () => {
    holds(({ units, trials }, data) => {
      const expected = units.flatMap((times, u) =>
        trials.flatMap(({ start }, trial) =>
          times
            .filter((at) => at >= start - 0.25 && at < start + 0.5)
            .sort((a, b) => a - b)
            .map((at) => ({
              unit_id: u + 1,
              trial,
              stimulus_presentation_id: trial,
              time_relative_to_stimulus_onset: at - start,
              spike_time: at,
            })),
        ),
      );
      expect(rasterTable(data, { window: [-0.25, 0.5] }).objects()).toEqual(expected);
    });
  });

  it("a response to the laser is the spikes before and after its onsets", () => {
    holds(({ units, trials }, data) => {
      const response = optotaggingResponse(data, { baseline: [-0.5, 0], evoked: [0, 0.25], by: [] });
      const rows = trials.length === 0 ? [] : units;
      expect(response.objects()).toMatchObject(
        rows.map((times, u) => ({
          unit_id: u + 1,
          trial_count: trials.length,
          baseline_count: sum(trials.map(({ start }) => count(times, start - 0.5, start))),
          evoked_count: sum(trials.map(({ start }) => count(times, start, start + 0.25))),
        })),
      );
    });
  });
});

describe("metrics", () => {
  it("F1/F0 of spikes is that of their counts by bin", () => {
    const binned = fc.record({
      spikes: fc.array(fc.integer({ min: 0, max: 800 }), { maxLength: 80 }),
      starts: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 }),
      frequency: fc.constantFrom(0.5, 1, 2, 3.3, 8, 20),
    });
    fc.assert(
      fc.property(binned, ({ spikes, starts, frequency }) => {
        const times = Float64Array.from(spikes, (n) => n / 64).sort();
        const onsets = Float64Array.from(starts).sort();
        const edges = binEdges(1.25, 1 / 32, "a test");
        const bins = edges.length - 1;
        const counts = new Float64Array(bins * onsets.length);
        for (const [i, onset] of onsets.entries())
          for (const time of times) {
            const bin = Math.floor((time - onset) * 32);
            if (time >= onset && time <= onset + edges[bins]!)
              counts[i * bins + Math.min(bin, bins - 1)]! += 1;
          }
        const cycles = cyclesOf(bins, frequency, 1.25);
        expect(f1f0OfSpikes(times, onsets, edges, cycles)).toBe(f1f0({ counts, bins }, frequency, 1.25));
      }),
      { numRuns: 100 },
    );
  });

  it("a p value is the share of draws whose χ² is larger, whichever units are computed with it", () => {
    const categories = Int32Array.from({ length: 60 }, (_, i) => (i * 7) % 5);
    const most = [1, 3, 40, 0, 5_000, 1_000_000_000, 2, 9];
    const units = Array.from({ length: 40 }, (_, u) =>
      Float64Array.from(categories, (category, i) =>
        Math.floor((most[u % 8]! * ((i * (u + 11)) % 13) * (category + 1)) / 65),
      ),
    );
    const drawn = resampling(categories, { draws: 50 });
    const { order } = drawn.categories;
    const byOrder = order.map((presentation) => categories[presentation]!);
    const plain = units.map((counts) => {
      const of = (draw: number) =>
        chiSquare(
          Array.from(byOrder, (_, i) => counts[drawn.positions[draw * 60 + i]!]!),
          byOrder,
        );
      const actual = of(0);
      return Array.from({ length: 50 }, (_, d) => of(d + 1)).filter((chi) => chi > actual).length / 50;
    });
    expect(Array.from(resampledPValues(units, drawn))).toEqual(plain);
    expect(Array.from(units, (counts) => resampledPValues([counts], drawn)[0])).toEqual(plain);
  });
});

it("spikes that were put in another order since the last analysis are looked through again", () => {
  const times = Float64Array.from({ length: 100 }, (_, i) => i / 10);
  const presentations = table({ id: [0], start_time: [2], stop_time: [4] });
  const counts = () =>
    firingRates({ spikeTimes: new Map([[1, times]]), presentations }).get("spike_count", 0);
  expect(counts()).toBe(20);
  times.reverse();
  expect(counts()).toBe(20);
});
