import * as analysis from "@ecephys/analysis";
import { fixtureFile, NONSENSE, outcomeOf } from "@ecephys/fixtures";
import { refusal } from "@ecephys/fixtures/testing";
import { table } from "arquero";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import * as nwb from "../../src/index.ts";
import { openSession } from "../../src/node.ts";

const SESSION = fixtureFile("mini", "session_715093703.nwb");
const PROBE = 752552876;
let session: nwb.EcephysSession;
beforeAll(async () => {
  session = await openSession(SESSION, {
    lfp: { [PROBE]: fixtureFile("mini", `probe_${PROBE}_lfp.nwb`) },
    warn: () => {},
  });
});
afterAll(() => session.close());

type Call = (...given: readonly unknown[]) => unknown;
const call =
  (method: string): Call =>
  (...given) =>
    (session as unknown as Record<string, Call>)[method]!.call(session, ...given);

/** Methods whose only argument is an object of options. */
const QUESTIONS = [
  "subjectMetadata",
  "specimenName",
  "ageInDays",
  "sex",
  "fullGenotype",
  "sessionType",
  "metadata",
  "numUnits",
  "numProbes",
  "numChannels",
  "probes",
  "channels",
  "units",
  "structureAcronyms",
  "structurewiseUnitCounts",
  "spikeTimes",
  "spikeAmplitudes",
  "meanWaveforms",
  "invalidTimes",
  "runningSpeed",
  "rawRunningData",
  "getPupilData",
  "getScreenGazeData",
  "rigGeometryData",
  "rigEquipmentName",
  "optogeneticStimulationEpochs",
  "numStimulusPresentations",
  "stimulusPresentations",
  "stimulusConditions",
  "stimulusNames",
  "getStimulusEpochs",
  "getStimulusParameterValues",
  "interPresentationIntervals",
  "presentationwiseSpikeTimes",
  "conditionwiseSpikeStatistics",
  "psth",
  "rasterTable",
  "firingRates",
  "optotaggingResponse",
  "receptiveField",
];
/** Options of these methods that are not ids, and ids. */
const OPTIONS: readonly (readonly [method: string, ...names: readonly string[]])[] = [
  ["spikeTimes", "unitIds"],
  ["spikeAmplitudes", "unitIds"],
  ["meanWaveforms", "unitIds"],
  ["runningSpeed", "includeRotation"],
  ["getScreenGazeData", "includeFilteredData"],
  ["getStimulusEpochs", "durationThresholds"],
  ["getStimulusParameterValues", "stimulusPresentationIds", "dropNulls"],
  ["presentationwiseSpikeTimes", "unitIds", "stimulusPresentationIds"],
  ["conditionwiseSpikeStatistics", "unitIds", "stimulusPresentationIds", "useRates"],
  ["psth", "unitIds", "stimulusPresentationIds", "binSize", "window", "smooth"],
  ["rasterTable", "unitIds", "stimulusPresentationIds", "window"],
  ["firingRates", "unitIds", "stimulusPresentationIds", "by"],
  ["optotaggingResponse", "unitIds", "epochIds", "baseline", "evoked", "by"],
  ["receptiveField", "unitIds", "stimulusPresentationIds", "stimulusName", "window"],
];
const COUNT_OPTIONS = [
  "unitIds",
  "stimulusPresentationIds",
  "binEdges",
  "binarize",
  "dtype",
  "largeBinSizeThreshold",
  "timeDomainCallback",
  "warn",
];
const isOptions = (value: unknown) => Object.prototype.toString.call(value) === "[object Object]";

test.each(QUESTIONS)(
  "%s refuses options that are not an object, and a signal that is not an AbortSignal",
  async (method) => {
    for (const value of NONSENSE.filter((one) => one !== undefined && !isOptions(one)))
      expect(await outcomeOf(() => call(method)(value))).toBe("argument");
    for (const signal of [null, "now", {}])
      expect(await outcomeOf(() => call(method)({ signal }))).toBe("argument");
    expect(await outcomeOf(call(method))).toBe("answer");
  },
);

describe("every argument gives an answer or an error that says what is wrong", () => {
  const places: readonly (readonly [string, Call])[] = [
    ...QUESTIONS.map((method) => [method, call(method)] as const),
    ...OPTIONS.flatMap(([method, ...names]) =>
      names.map(
        (name) => [`${method}({ ${name} })`, (value: unknown) => call(method)({ [name]: value })] as const,
      ),
    ),
    ...COUNT_OPTIONS.map(
      (name) =>
        [
          `presentationwiseSpikeCounts({ ${name} })`,
          (value: unknown) => call("presentationwiseSpikeCounts")({ binEdges: [0, 0.1], [name]: value }),
        ] as const,
    ),
    ...["presentationwiseSpikeCounts", "getLfp", "getCurrentSourceDensity", "channelStructureIntervals"].map(
      (method) => [method, call(method)] as const,
    ),
    ...["getStimulusTable", "getParameterValuesForStimulus", "getInterPresentationIntervalsForStimulus"].map(
      (method) => [method, call(method)] as const,
    ),
    ["getLfp(10, …)", (options) => call("getLfp")(PROBE, options)],
    ["maskInvalidIntervals", (value) => call("getLfp")(PROBE, { maskInvalidIntervals: value })],
    ["getCurrentSourceDensity(10, …)", (options) => call("getCurrentSourceDensity")(PROBE, options)],
    ["channelStructureIntervals([…], …)", (options) => call("channelStructureIntervals")([100], options)],
    ["getStimulusTable(undefined, …)", (options) => call("getStimulusTable")(undefined, options)],
    ["includeUnusedParameters", (value) => call("getStimulusTable")([], { includeUnusedParameters: value })],
    ["openSession(…)", (source) => openSession(source as never)],
    ["openSession(path, …)", (options) => openSession(SESSION, options as never)],
    ["openSession(path, { lfp })", (lfp) => openSession(SESSION, { lfp } as never)],
    ["openSession(path, { warn })", (warn) => openSession(SESSION, { warn } as never)],
  ];
  test.each(places)("%s", async (_, place) => {
    for (const value of NONSENSE) await outcomeOf(() => place(value));
  });
});

describe("the analysis functions alone", () => {
  const data = {
    spikeTimes: new Map([[4, Float64Array.of(1, 2)]]),
    presentations: table({
      id: [0],
      start_time: [0],
      stop_time: [1],
      duration: [1],
      stimulus_condition_id: [0],
    }),
  };
  test.each([
    ["presentationwiseSpikeCounts", analysis.presentationwiseSpikeCounts],
    ["presentationwiseSpikeTimes", analysis.presentationwiseSpikeTimes],
    ["conditionwiseSpikeStatistics", analysis.conditionwiseSpikeStatistics],
    ["psth", analysis.psth],
    ["rasterTable", analysis.rasterTable],
    ["firingRates", analysis.firingRates],
    ["receptiveField", analysis.receptiveField],
    ["optotaggingResponse", analysis.optotaggingResponse],
  ])("%s refuses data and options of the wrong kind", async (_, asking) => {
    const ask = asking as unknown as Call;
    for (const value of NONSENSE) {
      expect(await outcomeOf(() => ask(value))).toBe("argument");
      expect(await outcomeOf(() => ask({ ...data, spikeTimes: value }))).toBe("argument");
      expect(await outcomeOf(() => ask({ ...data, presentations: value }))).toBe("argument");
      await outcomeOf(() => ask({ ...data, epochs: data.presentations }, value));
    }
  });
});

describe("the readers of arrays", () => {
  test.each([
    ["openNpy", nwb.openNpy],
    ["readNpy", nwb.readNpy],
    ["readTiff", nwb.readTiff],
    ["openMovie", nwb.openMovie],
    ["naturalMovieReader", (file: unknown) => nwb.naturalMovieReader().open(file as never)],
  ])("%s refuses what is no file", async (_, reading) => {
    for (const value of NONSENSE) expect(await outcomeOf(() => (reading as Call)(value))).toBe("argument");
  });
});

it.each<[() => unknown, RegExp]>([
  [
    () => call("presentationwiseSpikeCounts")(),
    /an object with binEdges is expected, not nothing\. Give \{ binEdges/,
  ],
  [() => call("presentationwiseSpikeCounts")({}), /binEdges: a list of seconds is expected, not nothing/],
  [() => call("spikeTimes")({ unitIds: "4" }), /unitIds: a list of ids is expected, not "4"\. Give one id/],
  [() => call("spikeTimes")({ unitIds: ["4"] }), /unitIds\[0\]: an id is expected, not "4"/],
  [() => call("units")("all"), /the options: an object is expected, not "all"/],
  [
    () => call("psth")({ window: 5 }),
    /window: a pair of numbers is expected, not 5\. Give from and to as \[from, to\]/,
  ],
  [() => call("getLfp")("10"), /probeId: an id is expected, not "10"/],
  [
    () => nwb.readNpy("movie.npy" as never),
    /a source of bytes is expected, not "movie.npy"\. .*check that its path/,
  ],
  [
    () => openSession("nope.nwb"),
    /not-found: .*nope\.nwb: there is no such file\. Check the path: it starts from \//,
  ],
  [() => openSession("/nope.nwb"), /not-found: .*there is no such file\. Check the path; a project cache/],
  [() => openSession("/"), /storage: .*it is not a file\. Give the path of a file/],
  [() => call("getParameterValuesForStimulus")(), /stimulusName: a name is expected, not nothing/],
])("says what was passed, what is expected and what to do (%#)", async (asking, message) => {
  expect(await refusal(Promise.resolve().then(asking))).toMatch(message);
});

test("a path given to the entry for pages says which entry opens paths", async () => {
  const opening = nwb.openSession("session_715093703.nwb" as never);
  await expect(opening).rejects.toThrow('openSession of "@ecephys/nwb/node" opens paths');
  await expect(openSession(undefined as never)).rejects.toThrow(
    "Give a File or Blob, its bytes or, in Node, a path.",
  );
});
