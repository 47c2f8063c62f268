import { inTurns } from "@ecephys/files/internal";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { driftingGratings, receptiveFieldMapping, stimulusMetrics, type UnitsOptions } from "../src/index.ts";
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
