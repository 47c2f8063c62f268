import { refusal } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EcephysSession, LazyDataArray, openSession as openSessionInPage } from "../../src/index.ts";
import { openSession } from "../../src/node.ts";
import { bytesOf, fileOf } from "../files.ts";

type Call = (...given: readonly unknown[]) => Promise<unknown>;
type Row = readonly [method: string, misspelt: string, meant: string, before: readonly unknown[]];

let session: EcephysSession;
let lfp: LazyDataArray;
beforeAll(async () => {
  session = await openSession(fileOf("small.nwb"), { lfp: { 10: fileOf("small.nwb") }, warn: () => {} });
  lfp = await session.getLfp(10);
});
afterAll(() => session.close());

const WITHOUT_OPTIONS = [
  "constructor",
  "location",
  "transferred",
  "ecephysSessionId",
  "sessionStartTime",
  "close",
  // Not a promise: see spikes-by-unit.test.ts.
  "spikeTimesByUnit",
];

/** Each method, a misspelt option, the option that is meant, and the arguments before the options. */
const SESSION: readonly Row[] = [
  ["subjectMetadata", "singal", "signal", []],
  ["specimenName", "singal", "signal", []],
  ["ageInDays", "singal", "signal", []],
  ["sex", "singal", "signal", []],
  ["fullGenotype", "singal", "signal", []],
  ["sessionType", "singal", "signal", []],
  ["metadata", "singal", "signal", []],
  ["numUnits", "singal", "signal", []],
  ["numProbes", "singal", "signal", []],
  ["numChannels", "singal", "signal", []],
  ["probes", "singal", "signal", []],
  ["channels", "singal", "signal", []],
  ["units", "singal", "signal", []],
  ["unitFilterReport", "singal", "signal", []],
  ["structureAcronyms", "singal", "signal", []],
  ["structurewiseUnitCounts", "singal", "signal", []],
  ["channelStructureIntervals", "singal", "signal", [[100]]],
  ["spikeTimes", "unitID", "unitIds", []],
  ["spikeAmplitudes", "unitId", "unitIds", []],
  ["meanWaveforms", "unitId", "unitIds", []],
  ["invalidTimes", "singal", "signal", []],
  ["runningSpeed", "includeRotations", "includeRotation", []],
  ["rawRunningData", "singal", "signal", []],
  ["getPupilData", "singal", "signal", []],
  ["getScreenGazeData", "includeFiltered", "includeFilteredData", []],
  ["rigGeometryData", "singal", "signal", []],
  ["rigEquipmentName", "singal", "signal", []],
  ["optogeneticStimulationEpochs", "singal", "signal", []],
  ["getLfp", "maskInvalidInterval", "maskInvalidIntervals", [10]],
  ["getCurrentSourceDensity", "singal", "signal", [10]],
  ["numStimulusPresentations", "singal", "signal", []],
  ["stimulusPresentations", "singal", "signal", []],
  ["stimulusConditions", "singal", "signal", []],
  ["stimulusNames", "singal", "signal", []],
  ["getStimulusTable", "includeUnusedParameter", "includeUnusedParameters", [undefined]],
  ["getStimulusEpochs", "durationThreshold", "durationThresholds", []],
  ["getParameterValuesForStimulus", "dropNull", "dropNulls", ["flashes"]],
  ["getStimulusParameterValues", "stimulusPresentationId", "stimulusPresentationIds", []],
  ["interPresentationIntervals", "singal", "signal", []],
  ["getInterPresentationIntervalsForStimulus", "singal", "signal", ["flashes"]],
  ["intervalNames", "singal", "signal", []],
  ["intervals", "column", "columns", ["invalid_times"]],
  ["presentationwiseSpikeCounts", "binEdge", "binEdges", []],
  ["presentationwiseSpikeTimes", "unitId", "unitIds", []],
  ["conditionwiseSpikeStatistics", "useRate", "useRates", []],
  ["psth", "unitId", "unitIds", []],
  ["rasterTable", "windows", "window", []],
  ["correlograms", "secondUnitId", "secondUnitIds", []],
  ["noiseCorrelations", "unitId", "unitIds", []],
  ["signalCorrelations", "unitId", "unitIds", []],
  ["firingRates", "unitId", "unitIds", []],
  ["optotaggingResponse", "evokd", "evoked", []],
  ["driftingGratings", "unitFilters", "unitFilter", []],
  ["staticGratings", "trialDurations", "trialDuration", []],
  ["naturalScenes", "unitID", "unitIds", []],
  ["naturalMovies", "unitID", "unitIds", [1]],
  ["flashes", "stimulusKeys", "stimulusKey", []],
  ["receptiveFieldMapping", "psthResolutions", "psthResolution", []],
  ["dotMotion", "unitID", "unitIds", []],
  ["stimulusMetrics", "exacts", "exact", []],
  ["receptiveField", "stimulusNames", "stimulusName", []],
];
const LFP: readonly Row[] = [
  ["sel", "singal", "signal", [{}]],
  ["isel", "singal", "signal", [{}]],
  ["load", "singal", "signal", []],
];

test.each(SESSION)(
  "session.%s refuses the option %s: did you mean %s?",
  async (method, wrong, meant, before) => {
    const { [method]: call } = session as unknown as Record<string, Call>;
    const asking = call!.call(session, ...before, { [wrong]: [1] });
    expect(await refusal(asking)).toMatch(
      new RegExp(`^argument: Calling ${method} failed for the option ${wrong}: .* Did you mean ${meant}\\?`),
    );
  },
);

test("every method of a session that takes options is in the table", () => {
  const methods = Object.getOwnPropertyNames(EcephysSession.prototype);
  const expected = methods.filter((name) => !WITHOUT_OPTIONS.includes(name));
  expect(SESSION.map(([method]) => method).sort()).toEqual(expected.sort());
});

test.each(LFP)("lfp.%s refuses the option %s: did you mean %s?", async (method, wrong, meant, before) => {
  const { [method]: call } = lfp as unknown as Record<string, Call>;
  const asking = call!.call(lfp, ...before, { [wrong]: [1] });
  expect(await refusal(asking)).toMatch(`Did you mean ${meant}?`);
});

test("every public method of lazy LFP that takes options is in the table", () => {
  const inner = [
    "constructor",
    "timestamps",
    "between",
    "computed",
    "rowsWhere",
    "sampleAt",
    "block",
    "readColumns",
  ];
  const methods = Object.getOwnPropertyNames(LazyDataArray.prototype);
  expect(LFP.map(([method]) => method).sort()).toEqual(
    methods.filter((name) => !inner.includes(name)).sort(),
  );
});

test.each<[string, () => Promise<unknown>]>([
  ["node", () => openSession(fileOf("small.nwb"), { isiViolationMaximum: 0.1 } as never)],
  ["page", () => openSessionInPage(bytesOf("small.nwb"), { isiViolationMaximum: 0.1 } as never)],
])("openSession (%s) refuses a misspelt filter", async (_, opening) => {
  expect(await refusal(opening())).toMatch(
    /^argument: Opening a session failed for the option isiViolationMaximum: .* Did you mean isiViolationsMaximum\?/,
  );
});
