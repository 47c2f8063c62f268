import { DataArray } from "@ecephys/core";
import { inTurns } from "@ecephys/files/internal";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  bandPass,
  bandPassInTurns,
  currentSourceDensity,
  currentSourceDensityInTurns,
  driftingGratings,
  type InTurnsOptions,
  receptiveFieldMapping,
  spectrogram,
  spectrogramInTurns,
  spikeTriggeredLfp,
  spikeTriggeredLfpInTurns,
  stimulusMetrics,
  type UnitsOptions,
} from "../src/index.ts";
import {
  noiseCorrelationSteps,
  presentationSpikeTimeSteps,
  psthSteps,
  spikeCountSteps,
} from "../src/internal.ts";
import { everyStimulus } from "./every-stimulus.ts";

const UNITS = 8;
const data = everyStimulus(UNITS);
const gratings = driftingGratings(data, { trialDuration: 0.1 });
const mapping = receptiveFieldMapping(data);

// Whenever the clock is looked at, a turn is over: an analysis lets others run as often as it can.
let now = 0;
beforeEach(() => {
  vi.spyOn(performance, "now").mockImplementation(() => (now += 1000));
});
afterEach(() => {
  vi.restoreAllMocks();
});

const CALLS: Readonly<Record<string, (options: UnitsOptions) => Promise<unknown>>> = {
  metrics: (options) => gratings.metrics(options),
  conditionwiseStatistics: (options) => gratings.conditionwiseStatistics(options),
  presentationwiseStatistics: (options) => gratings.presentationwiseStatistics(options),
  presentationwiseSpikeTimes: (options) => gratings.presentationwiseSpikeTimes(options),
  conditionwisePsth: (options) => gratings.conditionwisePsth(options),
  preferredConditions: (options) => gratings.preferredConditions(options),
  tuning: (options) => gratings.tuning("orientation", options),
  receptiveFields: (options) => mapping.receptiveFields(options),
  receptiveFieldMasks: (options) => mapping.receptiveFieldMasks(options),
  receptiveFieldFits: (options) => mapping.receptiveFieldFits(options),
  stimulusMetrics: (options) => stimulusMetrics(data, { ...options, stimuli: "flashes" }),
};

describe.each(Object.entries(CALLS))("%s", (_, call) => {
  it("lets others run between units, and tells how far it is", async () => {
    const told: number[] = [];
    let turns = 0;
    const count = () => {
      turns++;
      other = setImmediate(count);
    };
    let other = setImmediate(count);
    await call({ onProgress: ({ done, total }) => told.push(done / total) });
    clearImmediate(other);
    expect(turns).toBeGreaterThanOrEqual(UNITS - 1);
    expect(told.length).toBeGreaterThan(UNITS - 1);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
  });

  it("ends with the reason of its signal", async () => {
    const controller = new AbortController();
    const options = { signal: controller.signal, onProgress: () => controller.abort("enough") };
    await expect(call(options)).rejects.toBe("enough");
  });
});

describe("analyses of all units", () => {
  const { spikeTimes, presentations } = data;
  const steps = {
    psth: () => psthSteps({ spikeTimes, presentations }, { by: "stimulus_name" }),
    counts: () => spikeCountSteps({ spikeTimes, presentations }, { binEdges: [0, 0.1] }),
    "counts of units": () =>
      spikeCountSteps({ spikeTimes, presentations }, { binEdges: [0, 0.1], unitsFirst: true }),
    "noise correlations": () =>
      noiseCorrelationSteps({
        spikeTimes,
        presentations: presentations.derive({ stimulus_condition_id: () => 0 }),
      }),
    "spikes of presentations": () => presentationSpikeTimeSteps({ spikeTimes, presentations }),
  };

  it.each(Object.entries(steps))("have a step for each: %s", async (_, make) => {
    const told: number[] = [];
    await inTurns<unknown>(make(), { onProgress: ({ fraction }) => told.push(fraction) });
    expect(told.length).toBeGreaterThanOrEqual(UNITS);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBeLessThanOrEqual(1);
  });
});

describe("analyses of LFP in turns", () => {
  const RATE = 500;
  const [samples, channels] = [600, 11];
  const time = Float64Array.from({ length: samples }, (_, s) => s / RATE);
  const lfp = new DataArray({
    name: "LFP",
    dims: ["time", "channel"],
    shape: [samples, channels],
    coords: { time, channel: Float64Array.from({ length: channels }, (_, c) => 850 + c) },
    data: Float32Array.from({ length: samples * channels }, (_, i) => Math.sin(i / 7) * (1 + (i % channels))),
  });
  const onsets = [0.3, 0.5, 0.7];
  /** `every`: channels in two columns, between which is interpolated; else those of one column. */
  const trials = (every: number) => ({
    lfp,
    timestamps: time,
    onsets,
    channelNumbers: Int32Array.from({ length: channels }, (_, c) => every * c),
  });
  const trialOptions = { samplingRate: RATE, surfaceChannel: 6 };

  const functions: Readonly<
    Record<
      string,
      readonly [
        once: () => DataArray,
        inTurns: (options: InTurnsOptions) => Promise<DataArray>,
        steps: number,
      ]
    >
  > = {
    bandPass: [
      () => bandPass(lfp, { band: [4, 80] }),
      (options) => bandPassInTurns(lfp, { band: [4, 80], ...options }),
      channels,
    ],
    spectrogram: [
      () => spectrogram(lfp, { window: 0.1 }),
      (options) => spectrogramInTurns(lfp, { window: 0.1, ...options }),
      channels,
    ],
    spikeTriggeredLfp: [
      () => spikeTriggeredLfp(lfp, onsets),
      (options) => spikeTriggeredLfpInTurns(lfp, onsets, options),
      onsets.length,
    ],
    "currentSourceDensity along a column": [
      () => currentSourceDensity(trials(4), trialOptions),
      (options) => currentSourceDensityInTurns(trials(4), { ...trialOptions, ...options }),
      channels * onsets.length,
    ],
    "currentSourceDensity between columns": [
      () => currentSourceDensity(trials(1), trialOptions),
      (options) => currentSourceDensityInTurns(trials(1), { ...trialOptions, ...options }),
      channels * onsets.length,
    ],
  };

  it.each(Object.entries(functions))(
    "%s gives the same to the bit, and tells how far it is",
    async (_, own) => {
      const [once, turns, steps] = own;
      const told: number[] = [];
      let others = 0;
      const count = () => {
        others++;
        other = setImmediate(count);
      };
      let other = setImmediate(count);
      const found = await turns({ onProgress: ({ fraction }) => told.push(fraction) });
      clearImmediate(other);
      const expected = once();
      expect(found.data).toEqual(expected.data);
      expect(found.data.some((value) => value !== 0 && !Number.isNaN(value))).toBe(true);
      expect([found.dims, found.shape, found.attributes]).toEqual([
        expected.dims,
        expected.shape,
        expected.attributes,
      ]);
      expect(Object.fromEntries(found.coordinates)).toEqual(Object.fromEntries(expected.coordinates));
      expect(others).toBeGreaterThanOrEqual(steps);
      expect(told.length).toBeGreaterThanOrEqual(steps);
      expect(told).toEqual(told.toSorted((a, b) => a - b));
      expect(told[0]).toBeLessThan(0.2);
      expect(told.at(-1)).toBe(1);
    },
  );

  it.each(Object.entries(functions))("%s ends with the reason of its signal", async (_, [, turns]) => {
    const controller = new AbortController();
    const told: number[] = [];
    const onProgress = ({ fraction }: { readonly fraction: number }) => {
      told.push(fraction);
      controller.abort("enough");
    };
    await expect(turns({ signal: controller.signal, onProgress })).rejects.toBe("enough");
    expect(told).toHaveLength(1);
    await expect(turns({ signal: AbortSignal.abort("not begun") })).rejects.toBe("not begun");
  });
});
