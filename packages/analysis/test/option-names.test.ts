import { DataArray } from "@ecephys/core";
import { table } from "arquero";
import { expect, test } from "vitest";
import * as analysis from "../src/index.ts";

const presentations = table({
  id: [0],
  start_time: [0],
  stop_time: [1],
  duration: [1],
  stimulus_condition_id: [0],
});
const data = { spikeTimes: new Map([[4, Float64Array.of(1, 2)]]), presentations, epochs: presentations };

const lfp = new DataArray({
  dims: ["time", "channel"],
  shape: [2, 1],
  coords: { time: [0, 1] },
  data: new Float64Array(2),
});

const trial = {
  lfp: { data: Float64Array.of(1), shape: [1, 1] },
  timestamps: [0],
  onsets: [0],
  channelNumbers: [0],
};

/** Each analysis, a misspelt option and the one that is meant. */
const ANALYSES: readonly (readonly [name: string, misspelt: string, meant: string])[] = [
  ["conditionwiseSpikeStatistics", "useRate", "useRates"],
  ["correlograms", "secondUnitId", "secondUnitIds"],
  ["dotMotion", "trialDurations", "trialDuration"],
  ["driftingGratings", "stimulusKeys", "stimulusKey"],
  ["findBursts", "silences", "silence"],
  ["firingRates", "unitID", "unitIds"],
  ["flashes", "unitID", "unitIds"],
  ["intervalStatistics", "refractoryPeriods", "refractoryPeriod"],
  ["naturalMovies", "unitID", "unitIds"],
  ["naturalScenes", "unitID", "unitIds"],
  ["noiseCorrelations", "unitID", "unitIds"],
  ["optotaggingResponse", "epochId", "epochIds"],
  ["presentationwiseSpikeCounts", "binEdge", "binEdges"],
  ["presentationwiseSpikeTimes", "unitId", "unitIds"],
  ["psth", "smoth", "smooth"],
  ["rasterTable", "windows", "window"],
  ["receptiveField", "stimulusNames", "stimulusName"],
  ["receptiveFieldMapping", "psthResolutions", "psthResolution"],
  ["reliability", "paddings", "padding"],
  ["signalCorrelations", "unitID", "unitIds"],
  ["smoothedTrain", "durations", "duration"],
  ["staticGratings", "unitID", "unitIds"],
  ["autoCorrelogram", "windows", "window"],
  ["thresholdReceptiveField", "thresholds", "threshold"],
];

/** Functions whose options follow two arguments or more, or that tell it by a rejection. */
const LATER: readonly (readonly [name: string, call: (options: object) => unknown, meant: string])[] = [
  ["bandPassInTurns", (options) => analysis.bandPassInTurns(lfp, { band: [1, 2], ...options }), "signal"],
  ["spectrogramInTurns", (options) => analysis.spectrogramInTurns(lfp, options), "overlap"],
  ["spikeTriggeredLfpInTurns", (options) => analysis.spikeTriggeredLfpInTurns(lfp, [1], options), "window"],
  [
    "currentSourceDensityInTurns",
    (options) => analysis.currentSourceDensityInTurns(trial, { samplingRate: 1, ...options }),
    "before",
  ],
  ["bandPass", (options) => analysis.bandPass(lfp, { band: [1, 2], ...options }), "order"],
  ["cellClasses", (options) => analysis.cellClasses({ units: presentations }, options), "duration"],
  ["crossCorrelogram", (options) => analysis.crossCorrelogram([1], [1], options), "binSize"],
  [
    "jitterCorrectedCorrelogram",
    (options) => analysis.jitterCorrectedCorrelogram([1], [1], options),
    "jitter",
  ],
  ["spectrogram", (options) => analysis.spectrogram(lfp, options), "overlap"],
  ["spikeTriggeredLfp", (options) => analysis.spikeTriggeredLfp(lfp, [1], options), "window"],
  [
    "currentSourceDensity",
    (options) => analysis.currentSourceDensity(trial, { samplingRate: 1, ...options }),
    "before",
  ],
  [
    "filterTrials",
    (options) =>
      analysis.filterTrials({ data: Float64Array.of(1), shape: [1, 1, 1] }, { samplingRate: 1, ...options }),
    "band",
  ],
  [
    "interpolateChannels",
    (options) =>
      analysis.interpolateChannels(
        { data: Float64Array.of(1), shape: [1, 1, 1] },
        [{ x: 0, y: 0 }],
        [],
        options,
      ),
    "method",
  ],
  ["interpolationMatrix", (options) => analysis.interpolationMatrix([], [], options), "method"],
  ["modulationIndex", (options) => analysis.modulationIndex(Float64Array.of(1), 1, 1, options), "nearest"],
  ["resampledPValue", (options) => analysis.resampledPValue([1, 2], [0, 1], options), "seed"],
  [
    "trialOnsets",
    (options) => analysis.trialOnsets(presentations, { stimulusName: "flashes", ...options }),
    "stimulusBlock",
  ],
  ["stimulusMetrics", (options) => analysis.stimulusMetrics(data, options), "stimuli"],
];

/** Functions of numbers alone. */
const WITHOUT_OPTIONS = [
  "accumulateLfp",
  "c50",
  "channelPlaces",
  "chiSquare",
  "directionSelectivity",
  "discriminationIndex",
  "f1f0",
  "fanoFactor",
  "fitContrastResponse",
  "fitGaussian",
  "fitSpatialFrequency",
  "gaussianMoments",
  "gratingModulation",
  "imageSelectivity",
  "intrinsicTimescale",
  "interSpikeIntervals",
  "invertReceptiveField",
  "isInverted",
  "lifetimeSparseness",
  "orientationSelectivity",
  "overallFiringRate",
  "phase3aChannelOrder",
  "presentationBlocks",
  "relativeTimes",
  "removeLfpNoise",
  "runningModulation",
  "secondDerivative",
  "selectGoodChannels",
  "timeDelayedCorrelations",
  "virtualPlaces",
];

test.each(ANALYSES)("%s refuses the option %s: did you mean %s?", (name, misspelt, meant) => {
  const call = (analysis as unknown as Record<string, (data: unknown, options: unknown) => unknown>)[name]!;
  expect(() => call(data, { [misspelt]: [1] })).toThrow(
    `failed for the option ${misspelt}: there is no such option. Did you mean ${meant}?`,
  );
});

test.each(LATER)("%s refuses a misspelt option", async (_, call, meant) => {
  await expect((async () => call({ [`${meant}s`]: 1 }))()).rejects.toThrow(`Did you mean ${meant}?`);
});

test("every function of the package is in a table", () => {
  const named = [...ANALYSES, ...LATER].map(([name]) => name);
  expect([...named, ...WITHOUT_OPTIONS].sort()).toEqual(Object.keys(analysis).sort());
});
