import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { DataArray } from "@ecephys/core";
import { table } from "arquero";
import { expect, it } from "vitest";
import {
  autoCorrelogram,
  bandPass,
  crossCorrelogram,
  findBursts,
  intervalStatistics,
  jitterCorrectedCorrelogram,
  noiseCorrelations,
  signalCorrelations,
  spectrogram,
  spikeTriggeredLfp,
} from "../src/index.ts";

interface Answers {
  readonly trains: readonly [number[], number[], number[]];
  readonly cross: number[];
  readonly auto: number[];
  readonly corrected: number[];
  readonly intervals: Readonly<Record<string, number>>;
  readonly bursts: { starts: number[]; stops: number[]; spikes: number[]; share: number };
  readonly conditions: number[];
  readonly signal: number[][];
  readonly noise: number[][];
  readonly lfp: number[][];
  readonly bandPass: number[][];
  readonly frequencies: number[];
  readonly centres: number[];
  readonly power: number[][];
  readonly triggered: number[][];
  readonly triggeredSpikes: number;
}

/** Written by peers/make_answers.py: numpy's and scipy's answers, and what they were asked. */
const answers = JSON.parse(
  gunzipSync(readFileSync(join(import.meta.dirname, "peers", "answers.json.gz"))).toString(),
) as Answers;
const [first, second, third] = answers.trains;

function expectClose(ours: ArrayLike<number>, theirs: readonly number[], within = 1e-9): void {
  expect(ours.length).toBe(theirs.length);
  const size = theirs.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const apart = theirs.reduce((most, value, i) => Math.max(most, Math.abs(value - ours[i]!)), 0);
  expect(apart / size).toBeLessThan(within);
}

const lags = { window: 0.05, binSize: 0.005 };

it("correlograms count the pairs that numpy counts, and jitter takes what it expects", () => {
  expect([...crossCorrelogram(first, second, lags).counts]).toEqual(answers.cross);
  expect([...autoCorrelogram(first, lags).counts]).toEqual(answers.auto);
  expectClose(jitterCorrectedCorrelogram(first, second, { ...lags, jitter: 0.02 }).counts, answers.corrected);
});

it("intervals and bursts are those of numpy", () => {
  const found = intervalStatistics(first, { refractoryPeriod: 0.0025 });
  for (const [name, value] of Object.entries(answers.intervals))
    expect(found[name as keyof typeof found], name).toBeCloseTo(value, 12);
  const { starts, stops, spikes, share } = findBursts(first, { silence: 0.05, interval: 0.0045 });
  expect(starts.length).toBeGreaterThan(5);
  expect({ starts: [...starts], stops: [...stops], spikes: [...spikes], share }).toEqual(answers.bursts);
});

it("signal and noise correlations are those of numpy", () => {
  const presentations = table({
    id: answers.conditions.map((_, i) => i),
    start_time: answers.conditions.map((_, i) => i),
    stop_time: answers.conditions.map((_, i) => i + 1),
    stimulus_condition_id: answers.conditions,
  });
  const spikeTimes = new Map(answers.trains.map((times, u) => [u, Float64Array.from(times)]));
  expectClose(signalCorrelations({ spikeTimes, presentations }).data, answers.signal.flat());
  expectClose(noiseCorrelations({ spikeTimes, presentations }).data, answers.noise.flat());
});

const lfp = new DataArray({
  name: "LFP",
  dims: ["time", "channel"],
  shape: [900, 2],
  coords: { time: Float64Array.from({ length: 900 }, (_, s) => s / 500), channel: [1, 2] },
  data: Float64Array.from(answers.lfp.flat()),
});

it("a band of LFP is what scipy's sosfiltfilt gives", () => {
  const { data } = bandPass(lfp, { band: [4, 16] });
  const sampled = answers.bandPass.flatMap((_, k) => [data[k * 60]!, data[k * 60 + 1]!]);
  expectClose(sampled, answers.bandPass.flat(), 1e-8);
});

it("a spectrogram is that of scipy", () => {
  const power = spectrogram(lfp, { window: 0.4 });
  expectClose(power.coord("frequency") as Float64Array, answers.frequencies);
  // Scipy's centres are of the span of a piece, ours of its first and last sample: half a sample earlier.
  expectClose(
    Array.from(power.coord("time") as Float64Array, (time) => time + 0.001),
    answers.centres,
  );
  const [, , pieces] = power.shape;
  expectClose(power.data.subarray(0, 40 * pieces!), answers.power.flat());
});

it("spike-triggered LFP is the mean that numpy takes", () => {
  const times = third.filter((time) => time > 0.3 && time < 1.5);
  const found = spikeTriggeredLfp(lfp, times, { window: [-0.05, 0.1] });
  expect(found.attributes.spikes).toBe(answers.triggeredSpikes);
  expectClose(found.data, answers.triggered.flat());
});
