import { DataArray } from "@ecephys/core";
import { type ColumnTable, table } from "arquero";
import { expect, it } from "vitest";
import * as analysis from "../src/index.ts";

const functions = { ...analysis };

/** Two presentations of everything, one after the other in the wrong order. */
const presentations = () =>
  table({
    stimulus_presentation_id: [1, 0, 2],
    start_time: Float64Array.of(2, 0, 4),
    stop_time: Float64Array.of(3, 1, 5),
    duration: [1, 1, 1],
    stimulus_block: [3, 3, 3],
    stimulus_condition_id: [1, 0, 1],
    stimulus_name: ["gabors", "gabors", "gabors"],
    orientation: [0, 90, 0],
    temporal_frequency: [1, 2, 1],
    spatial_frequency: [0.02, 0.04, 0.02],
    phase: [0, 0.5, 0],
    frame: [3, 1, 3],
    color: [1, -1, 1],
    x_position: [0, 10, 0],
    y_position: [0, 10, 0],
    Speed: [1, 2, 1],
    Dir: [0, 90, 0],
    condition: ["a", "b", "a"],
    level: [1, 2, 1],
  });

/** Out of order, some twice, some missing; and of a unit that is silent. */
const spikes = () =>
  new Map([
    [4, Float64Array.of(2.5, 0.25, 0.25, Number.NaN, 4.75, 0.5, 2.75)],
    [2, new Float64Array()],
  ]);
const train = () => [...spikes().values()][0]!;
const data = () => ({ spikeTimes: spikes(), presentations: presentations() });

const lfp = () =>
  new DataArray({
    name: "LFP",
    dims: ["time", "channel"],
    shape: [64, 3],
    coords: { time: Float64Array.from({ length: 64 }, (_, s) => s / 64), channel: [5, 6, 7] },
    data: Float64Array.from({ length: 64 * 3 }, (_, i) => Math.sin(i)),
  });
const trialLfp = () => ({
  data: Float64Array.from({ length: 2 * 3 * 64 }, (_, i) => Math.sin(i)),
  shape: [2, 3, 64] as const,
});
const grid = () => ({ data: Float64Array.from({ length: 12 }, (_, i) => (i * 7) % 11), rows: 3, columns: 4 });
const trialsOfLfp = () => [
  {
    lfp: lfp(),
    timestamps: Float64Array.from({ length: 64 }, (_, s) => s / 64),
    onsets: [0.5],
    channelNumbers: [0, 4, 8],
  },
  { samplingRate: 64, before: 0.2, after: 0.4, band: [4, 16], order: 1, surfaceChannel: 4 },
];
const numbers = () => Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6);
const places = () => [
  { x: 0, y: 0 },
  { x: 10, y: 0 },
  { x: 0, y: 10 },
];

type Stimulus =
  | "driftingGratings"
  | "staticGratings"
  | "naturalScenes"
  | "naturalMovies"
  | "flashes"
  | "dotMotion";

/** Everything that an analysis of a stimulus computes. */
async function everything(name: Stimulus | "receptiveFieldMapping", own: ReturnType<typeof data>) {
  const found = functions[name](own, { stimulusKey: "gabors" });
  await found.metrics();
  await found.metrics({ exact: true });
  await found.conditionwiseStatistics();
  await found.presentationwiseStatistics();
  await found.presentationwiseSpikeTimes();
  await found.conditionwisePsth();
  await found.preferredConditions();
  if ("receptiveFields" in found) {
    await found.receptiveFields();
    await found.receptiveFieldMasks();
    await found.receptiveFieldFits();
  }
  found.stimTable();
  found.stimulusConditions();
}

/** A call of each function, with arguments of its own. */
const CALLS: Readonly<Record<keyof typeof analysis, readonly [args: () => unknown[], call?: Call]>> = {
  accumulateLfp: [
    () => [
      lfp(),
      Float64Array.from({ length: 64 }, (_, s) => s / 64),
      Int32Array.of(0, 1),
      [
        [0.1, 0.2],
        [0.3, 0.4],
      ],
    ],
  ],
  autoCorrelogram: [() => [train()]],
  bandPass: [() => [lfp(), { band: [4, 16] }]],
  bandPassInTurns: [() => [lfp(), { band: [4, 16] }]],
  c50: [() => [Float64Array.of(0.1, 0.2, 0.4, 0.8, 1), Float64Array.of(1, 2, 5, 9, 9)]],
  cellClasses: [() => [{ units: table({ unit_id: [1, 2], waveform_duration: [0.2, Number.NaN] }) }]],
  channelPlaces: [() => [0, 8]],
  chiSquare: [() => [numbers(), [0, 1, 0, 1, 0, 1, 0, 1]]],
  conditionwiseSpikeStatistics: [() => [data(), { useRates: true }]],
  correlograms: [() => [data(), { jitter: 0.1 }]],
  crossCorrelogram: [() => [train(), train()]],
  currentSourceDensity: [trialsOfLfp],
  currentSourceDensityInTurns: [trialsOfLfp],
  directionSelectivity: [() => [numbers(), numbers()]],
  discriminationIndex: [() => [numbers(), numbers(), 2]],
  dotMotion: [() => [data()], (own) => everything("dotMotion", own as never)],
  driftingGratings: [() => [data()], (own) => everything("driftingGratings", own as never)],
  f1f0: [() => [{ counts: numbers(), bins: 4 }, 1, 3.5]],
  fanoFactor: [() => [numbers()]],
  filterTrials: [() => [trialLfp(), { samplingRate: 64, band: [4, 16], order: 1 }]],
  findBursts: [() => [train()]],
  firingRates: [() => [data(), { by: "condition" }]],
  fitContrastResponse: [() => [Float64Array.of(0.1, 0.2, 0.4, 0.8, 1), Float64Array.of(1, 2, 5, 9, 9)]],
  fitGaussian: [() => [grid()]],
  fitSpatialFrequency: [() => [numbers(), numbers(), 3]],
  flashes: [() => [data()], (own) => everything("flashes", own as never)],
  gaussianMoments: [() => [grid()]],
  gratingModulation: [() => [[numbers(), numbers()], 1, 2]],
  imageSelectivity: [() => [numbers()]],
  interSpikeIntervals: [() => [train()]],
  interpolateChannels: [() => [trialLfp(), places(), [{ x: 2, y: 2 }]]],
  interpolationMatrix: [() => [places(), [{ x: 2, y: 2 }]]],
  intervalStatistics: [() => [train()]],
  intrinsicTimescale: [
    () => [{ data: Float64Array.from({ length: 32 }, (_, i) => 1 / (i + 1)), shape: [2, 4, 4] }],
  ],
  invertReceptiveField: [() => [grid()]],
  isInverted: [() => [Uint8Array.from({ length: 12 }, (_, i) => i % 2), grid()]],
  jitterCorrectedCorrelogram: [() => [train(), train()]],
  lifetimeSparseness: [() => [numbers()]],
  modulationIndex: [() => [numbers(), 1, 8]],
  naturalMovies: [() => [data()], (own) => everything("naturalMovies", own as never)],
  naturalScenes: [() => [data()], (own) => everything("naturalScenes", own as never)],
  noiseCorrelations: [() => [data()]],
  optotaggingResponse: [
    () => [{ spikeTimes: spikes(), epochs: presentations().rename({ stimulus_presentation_id: "id" }) }],
  ],
  orientationSelectivity: [() => [numbers(), numbers()]],
  overallFiringRate: [() => [{ starts: Float64Array.of(0, 4), stops: Float64Array.of(3, 6) }, train()]],
  phase3aChannelOrder: [() => []],
  presentationBlocks: [() => [Float64Array.of(0, 1, 9), Float64Array.of(1, 2, 10), 1]],
  presentationwiseSpikeCounts: [() => [data(), { binEdges: Float64Array.of(0, 0.5, 1) }]],
  presentationwiseSpikeTimes: [() => [data()]],
  psth: [() => [data(), { smooth: 0.02, by: "condition" }]],
  rasterTable: [() => [data()]],
  receptiveField: [() => [data()]],
  receptiveFieldMapping: [() => [data()], (own) => everything("receptiveFieldMapping", own as never)],
  relativeTimes: [() => [0.1, 0.2, 0.01]],
  reliability: [() => [[Float64Array.of(0.5, 0.25, 1), Float64Array.of(0.75)]]],
  removeLfpNoise: [() => [lfp(), [0, 4, 8], 4]],
  resampledPValue: [() => [Uint8Array.from(numbers()), [0, 1, 0, 1, 0, 1, 0, 1], { draws: 5 }]],
  runningModulation: [() => [numbers(), Float64Array.of(0, 2, 0, 2, Number.NaN, 2, 0, 2)]],
  secondDerivative: [() => [{ data: numbers(), shape: [4, 2] }, 0.04]],
  selectGoodChannels: [() => [trialLfp(), [0, 1, 2], 9]],
  signalCorrelations: [() => [data()]],
  smoothedTrain: [() => [numbers(), { duration: 10 }]],
  spectrogram: [() => [lfp(), { window: 0.25 }]],
  spectrogramInTurns: [() => [lfp(), { window: 0.25 }]],
  spikeTriggeredLfp: [() => [lfp(), [0.5, 0.25, Number.NaN]]],
  spikeTriggeredLfpInTurns: [() => [lfp(), [0.5, 0.25, Number.NaN]]],
  staticGratings: [() => [data()], (own) => everything("staticGratings", own as never)],
  stimulusMetrics: [
    () => [
      {
        ...data(),
        presentations: presentations().assign(table({ stimulus_name: ["flashes", "flashes", "flashes"] })),
      },
    ],
  ],
  thresholdReceptiveField: [() => [grid()]],
  timeDelayedCorrelations: [
    () => [{ data: Float64Array.from({ length: 24 }, (_, i) => (i * 5) % 7), shape: [2, 4, 3] }],
  ],
  trialOnsets: [() => [presentations(), { stimulusName: "gabors", stimulusBlock: 3, trials: 2 }]],
  virtualPlaces: [() => [0, 4]],
};

type Call = (...args: unknown[]) => unknown;

/** All values of arguments, however they are kept. */
function valuesOf(value: unknown): unknown {
  if (value instanceof DataArray) return [...value.data];
  if (ArrayBuffer.isView(value)) return [...(value as unknown as Iterable<number>)];
  if (value instanceof Map) return [...value].map(([key, own]) => [key, valuesOf(own)]);
  if (Array.isArray(value)) return value.map(valuesOf);
  if (isTable(value)) return value.columnNames().map((name) => [name, [...Array.from(value.array(name))]]);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value).map(([key, own]) => [key, valuesOf(own)]);
}

function isTable(value: unknown): value is ColumnTable {
  return typeof (value as Partial<ColumnTable> | null)?.columnNames === "function";
}

it.each(Object.entries(CALLS))("%s changes nothing that it is given", async (name, [make, call]) => {
  const args = make();
  const before = valuesOf(args);
  await (call ?? (functions[name as keyof typeof functions] as Call))(...args);
  expect(valuesOf(args)).toEqual(before);
});
