import { isEcephysError } from "@ecephys/files";
import { type ColumnTable, table } from "arquero";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  driftingGratings,
  flashes,
  naturalScenes,
  receptiveFieldMapping,
  runningModulation,
  type StimulusData,
  staticGratings,
  stimulusMetrics,
} from "../src/index.ts";

interface Trial {
  readonly start: number;
  readonly orientation: number;
  readonly frequency: number;
}

/** Presentations of two seconds without overlap, of a few gratings, some blank; spikes in any order. */
const recordings = fc.record({
  trials: fc
    .array(
      fc.record({
        orientation: fc.constantFrom(0, 45, 90),
        frequency: fc.constantFrom(1, 4, Number.NaN),
      }),
      { minLength: 1, maxLength: 12 },
    )
    .map((trials) => trials.map((trial, i): Trial => ({ ...trial, start: 3 * i + 1 }))),
  spikes: fc.array(
    fc.oneof(
      { weight: 19, arbitrary: fc.integer({ min: 0, max: 40 * 16 }) },
      { weight: 1, arbitrary: fc.constant(Number.NaN) },
    ),
    { maxLength: 120 },
  ),
  order: fc.infiniteStream(fc.nat(1000)),
});

function presentationsOf(trials: readonly Trial[]): ColumnTable {
  const blank = (trial: Trial) => Number.isNaN(trial.frequency);
  return table({
    start_time: trials.map(({ start }) => start),
    stop_time: trials.map(({ start }) => start + 2),
    orientation: trials.map((trial) => (blank(trial) ? Number.NaN : trial.orientation)),
    temporal_frequency: trials.map(({ frequency }) => frequency),
  });
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Whether a presentation and a condition are of the same grating; blank ones have no orientation. */
function sameParameters(a: Grating, b: Grating): boolean {
  return Object.is(a.temporal_frequency, b.temporal_frequency) && Object.is(a.orientation, b.orientation);
}

interface Grating {
  readonly orientation: number;
  readonly temporal_frequency: number;
}

const grid = (spikes: readonly number[]) => Float64Array.from(spikes, (spike) => spike / 16);

describe("gratings of any recording", () => {
  it("have the counts of their windows, and tuning that is their mean", async () => {
    await fc.assert(
      fc.asyncProperty(recordings, async ({ trials, spikes }) => {
        const gratings = driftingGratings({
          spikeTimes: new Map([[7, grid(spikes)]]),
          presentations: presentationsOf(trials),
        });
        const statistics = await gratings.conditionwiseStatistics();
        const total = statistics.objects().reduce((sum, row) => sum + row.spike_count, 0);
        const times = [...grid(spikes)];
        const inside = trials.map(({ start }) => times.filter((t) => t >= start && t < start + 2).length);
        expect(total).toBe(inside.reduce((a, b) => a + b, 0));
        const perTrial = await gratings.presentationwiseStatistics();
        expect(Float64Array.from(perTrial.array("spike_counts"))).toEqual(
          Float64Array.from(trials, ({ start }) => times.filter((t) => t >= start && t <= start + 2).length),
        );
        expect(perTrial.array("running_speed").every(Number.isNaN)).toBe(true);
        const ids = [...gratings.stimulusConditions().array("stimulus_condition_id")];
        const shown = [...gratings.stimTable().objects()].map((row) =>
          gratings
            .stimulusConditions()
            .objects()
            .findIndex((own) => sameParameters(row, own)),
        );
        const histogram = await gratings.conditionwisePsth();
        const [, bins = 0] = histogram.shape;
        for (const c of ids.keys()) {
          const own = trials.filter((_, i) => shown[i] === c);
          const inBins = sum(
            own.map(({ start }) => times.filter((t) => t >= start && t <= start + 1.999).length),
          );
          const row = histogram.data.subarray(c * bins, (c + 1) * bins);
          expect(sum([...row]) * own.length).toBeCloseTo(inBins, 6);
        }
        const found = await gratings.presentationwiseSpikeTimes();
        expect([...found.array("spike_time")]).toEqual(
          trials.flatMap(({ start }) =>
            times.filter((t) => t >= start && t < start + 2).sort((a, b) => a - b),
          ),
        );
        const curve = await gratings.tuning("orientation");
        for (const [k, orientation] of [...gratings.parameterValues("orientation")].entries()) {
          const byFrequency = [1, 4].flatMap((frequency) => {
            const own = trials.flatMap((trial, i) =>
              trial.orientation === orientation && trial.frequency === frequency ? [inside[i]!] : [],
            );
            return own.length === 0 ? [] : [own.reduce((a, b) => a + b, 0) / own.length];
          });
          expect(curve.data[k]).toBeCloseTo(byFrequency.reduce((a, b) => a + b, 0) / byFrequency.length, 9);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("do not depend on the order of spikes and presentations, and change neither", async () => {
    await fc.assert(
      fc.asyncProperty(recordings, async ({ trials, spikes, order }) => {
        const keys = [...trials.keys()].map((i) => [order.next().value as number, i] as const);
        const shuffled = keys.sort(([a], [b]) => a - b).map(([, i]) => trials[i]!);
        const metrics = async (own: readonly Trial[], times: Float64Array) => {
          const presentations = presentationsOf(own);
          // Conditions are numbered in the order of presentation: those of equal means are told apart by their ids.
          const ids = own.map((trial) => trial.orientation * 100 + (trial.frequency || 0));
          const data = {
            spikeTimes: new Map([[7, times]]),
            presentations: presentations.assign(table({ stimulus_condition_id: ids })),
          };
          const before = [times.slice(), presentations.objects()];
          const result = await driftingGratings(data).metrics();
          expect([times, presentations.objects()]).toEqual(before);
          return result.objects();
        };
        const sorted = grid(spikes.filter((spike) => !Number.isNaN(spike))).sort();
        const unsorted = Float64Array.from([...sorted].reverse().concat(Number.NaN));
        expect(await metrics(shuffled, unsorted)).toEqual(await metrics(trials, sorted));
      }),
      { numRuns: 25 },
    );
  });

  it("of a silent unit are missing, 0 or false", async () => {
    const presentations = presentationsOf([
      { start: 0, orientation: 0, frequency: 4 },
      { start: 3, orientation: 90, frequency: 4 },
    ]);
    const gratings = driftingGratings({ spikeTimes: new Map([[1, Float64Array.of()]]), presentations });
    expect((await gratings.metrics()).object()).toMatchObject({
      pref_ori_dg: 0,
      pref_ori_multi_dg: true,
      firing_rate_dg: 0,
      fano_dg: Number.NaN,
      g_osi_dg: Number.NaN,
      c50_dg: Number.NaN,
      run_mod_dg: Number.NaN,
    });
    const none = driftingGratings({ spikeTimes: new Map(), presentations });
    expect((await none.metrics()).numRows()).toBe(0);
  });

  it("say what the presentations lack, and which units there are", async () => {
    const data: StimulusData = {
      spikeTimes: new Map([[1, Float64Array.of(1)]]),
      presentations: table({ start_time: [0], stop_time: [1] }),
    };
    const refused = async (call: () => unknown) => {
      try {
        await call();
      } catch (error) {
        return isEcephysError(error) ? error.message : error;
      }
    };
    expect(await refused(() => driftingGratings(data))).toMatch(/no column "temporal_frequency"/);
    expect(await refused(() => flashes(data, { unitIds: [2] }))).toMatch(/unit 2/);
    expect(await refused(() => flashes(data, { trialDuration: -1 }))).toMatch(/trialDuration/);
    expect(await refused(() => flashes(data, { psthResolution: 1e-9 }))).toMatch(/psthResolution/);
    expect(await refused(() => stimulusMetrics(data, { stimuli: "flash" }))).toMatch(
      /There are drifting_gratings/,
    );
    const named = {
      ...data,
      presentations: table({ start_time: [0], stop_time: [1], stimulus_name: ["dots"] }),
    };
    expect(await refused(() => staticGratings(named))).toMatch(/static_gratings.*stimulusKey: dots/);
    expect(await refused(() => naturalScenes(named, { stimulusKey: "other" }))).toMatch(/"other"/);
  });

  it("can be aborted, and tell how far they are", async () => {
    const presentations = table({ start_time: [0], stop_time: [1], color: [1] });
    const spikeTimes = new Map(Array.from({ length: 100 }, (_, id) => [id, Float64Array.of(0.5)]));
    const steps: number[] = [];
    const own = flashes({ spikeTimes, presentations });
    await own.metrics({ onProgress: ({ done }) => steps.push(done) });
    expect(steps.at(-1)).toBe(100);
    const reason = new Error("enough");
    await expect(own.metrics({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it("warn of what is left out, and of running that is not known", async () => {
    const warnings: string[] = [];
    const presentations = table({
      start_time: [0, Number.NaN, 2],
      stop_time: [1, 2, 3],
      color: [1, 1, -1],
      stimulus_name: ["flashes", "flashes", "flashes"],
    });
    const spikeTimes = new Map([[1, Float64Array.of(0.5)]]);
    const own = flashes({ spikeTimes, presentations, warn: (message) => warnings.push(message) });
    expect(own.totalPresentations).toBe(2);
    await own.metrics();
    expect(warnings).toEqual([
      expect.stringMatching(/^1 of 3 presentations of flashes .* left out/),
      expect.stringMatching(/no running speed/),
    ]);
  });
});

it("receptive fields are counts by position, and the p value of a unit depends on no other", async () => {
  const places = Array.from({ length: 180 }, (_, i) => ({ x: 10 * ((i * 7) % 3), y: 10 * ((i * 5) % 4) }));
  const presentations = table({
    start_time: places.map((_, i) => i / 4),
    stop_time: places.map((_, i) => (i + 1) / 4),
    x_position: places.map(({ x }) => x),
    y_position: places.map(({ y }) => y),
  });
  const at = (fires: (x: number, y: number) => boolean, delay: number) =>
    Float64Array.from(places.flatMap(({ x, y }, i) => (fires(x, y) ? [i / 4 + delay] : [])));
  const spikeTimes = new Map([
    [1, at((x, y) => x === 10 && y === 20, 0.1)],
    [2, at((x) => x === 0, 0.05)],
    [3, at(() => true, 0.2)],
    [4, Float64Array.of(1)],
  ]);
  const mapping = receptiveFieldMapping({ spikeTimes, presentations });
  const fields = await mapping.receptiveFields();
  expect([...(fields.coord("elevation") as Float64Array)]).toEqual([30, 20, 10, 0]);
  const shown = places.filter(({ x, y }) => x === 10 && y === 20).length;
  expect([...fields.sel({ unit_id: 1, y_position: 20 }).data]).toEqual([0, shown, 0]);
  const all = await mapping.metrics();
  const alone = await mapping.metrics({ unitIds: [2] });
  expect(alone.get("p_value_rf", 0)).toBe(all.get("p_value_rf", 1));
  // A unit that fires alike everywhere differs no less than any resampling of it: AllenSDK counts strictly larger χ².
  expect([...all.array("p_value_rf")]).toEqual([0, 0, 0, Number.NaN]);
  expect(all.get("on_screen_rf", 3)).toBe(false);
  const fits = await mapping.receptiveFieldFits({ unitIds: 1 });
  expect(fits.object()).toMatchObject({ mask_azimuth: 10, mask_elevation: 20 });
});

it("running modulation has the sign of the difference, and lies within -1 and 1", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(20), fc.integer({ min: -3, max: 3 })), { maxLength: 20 }),
      (pairs) => {
        const counts = pairs.map(([count]) => count);
        const speeds = pairs.map(([, speed]) => speed);
        const { modulation, pValue } = runningModulation(counts, speeds);
        if (Number.isNaN(modulation)) return;
        const mean = (runs: boolean) => {
          const own = counts.filter((_, i) => speeds[i]! >= 1 === runs);
          return own.reduce((a, b) => a + b, 0) / own.length;
        };
        expect(Math.sign(modulation)).toBeCloseTo(Math.sign(mean(true) - mean(false)), 12);
        expect(Math.abs(modulation)).toBeLessThanOrEqual(1);
        if (!Number.isNaN(pValue)) expect(pValue >= 0 && pValue <= 1).toBe(true);
      },
    ),
  );
});

it("the table of a stimulus has the ids that the other tables have, also where the presentations have none", async () => {
  const presentations = table({ start_time: [4, 0, 2], stop_time: [5, 1, 3], color: [1, 1, -1] });
  const spikeTimes = new Map([[1, Float64Array.of(0.5, 4.5)]]);
  const idsOf = async (own: ColumnTable) => {
    const found = flashes({ spikeTimes, presentations: own });
    const [shown, statistics] = [found.stimTable(), await found.presentationwiseStatistics()];
    const ids = [...shown.array("stimulus_presentation_id")];
    expect([...statistics.array("stimulus_presentation_id")]).toEqual(ids);
    return ids;
  };
  expect(await idsOf(presentations)).toEqual([1, 2, 0]);
  expect(await idsOf(presentations.assign(table({ id: [7, 8, 9] })))).toEqual([8, 9, 7]);
});
