import { DataArray } from "@ecephys/core";
import { isEcephysError } from "@ecephys/files";
import { type ColumnTable, table } from "arquero";
import { expect, it } from "vitest";
import * as analysis from "../src/index.ts";

const spikeTimes = new Map([
  [1, Float64Array.of(0.1, 0.4, 6.2, 12.5, 13)],
  [2, Float64Array.of(3.1, 3.6, 9.5)],
]);
const gratings = {
  start_time: [0, 3, 6, 9, 12],
  stop_time: [2, 5, 8, 11, 14],
  orientation: [0, 90, 0, 90, 0],
  temporal_frequency: [2, 2, 4, 4, 2],
};

async function failure(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    return isEcephysError(error) ? error.message : `not an EcephysError: ${error}`;
  }
  return "nothing failed";
}

const rowsOf = async (presentations: ColumnTable, times: ReadonlyMap<number, unknown> = spikeTimes) =>
  (await analysis.driftingGratings({ spikeTimes: times as never, presentations }).metrics()).objects();

it("refuses what a reader of spikes gives that is no map of lists of numbers, and names the unit", async () => {
  const presentations = table(gratings);
  const ask = (read: () => unknown, unitIds: unknown = [1, 2]) =>
    analysis.driftingGratings({ spikeTimes: { unitIds, read } as never, presentations });
  const wrong: readonly (readonly [read: () => unknown, message: RegExp])[] = [
    [() => undefined, /spikeTimes\.read gave for unit 1: a Map with a Float64Array .* not nothing/],
    [() => [[0.1], [0.2]], /spikeTimes\.read gave for unit 1: a Map with a Float64Array/],
    [
      () => new Map([[1, Float64Array.of(0.1)]]),
      /gave for unit 2: .*Give an empty one for a unit without spikes/,
    ],
    [
      () => spikeTimes.set.call(new Map(spikeTimes), 2, "0.1" as never),
      /the spike times of unit 2: a list of/,
    ],
    [
      () =>
        new Map([
          [1, null],
          [2, null],
        ]),
      /the spike times of unit 1: a list of numbers/,
    ],
  ];
  for (const [read, message] of wrong)
    for (const call of [
      () => ask(read).metrics(),
      () => ask(read).conditionwisePsth(),
      () => ask(read).presentationwiseSpikeTimes(),
      () =>
        analysis.stimulusMetrics({
          spikeTimes: { unitIds: [1, 2], read } as never,
          presentations: presentations.derive({ stimulus_name: () => "drifting_gratings" }),
        }),
    ])
      expect(await failure(call)).toMatch(message);
  expect(await failure(() => ask(() => undefined).metrics({ workers: 1 }))).toMatch(wrong[0]![1]);
  for (const unitIds of [null, 3, "12", new Set([1])])
    expect(await failure(() => ask(() => spikeTimes, unitIds))).toMatch(
      /spikeTimes\.unitIds: an array of ids/,
    );
  const listed = ask(() => new Map(Array.from(spikeTimes, ([id, times]) => [id, Array.from(times)])));
  expect((await listed.metrics()).objects()).toEqual(await rowsOf(presentations));
});

it("takes numbers as bigints and as text, as readers of Parquet and CSV give them", async () => {
  const plain = await rowsOf(table(gratings));
  expect(plain[0]).toMatchObject({ pref_ori_dg: 0, pref_tf_dg: 2 });
  const whole = Object.fromEntries(Object.entries(gratings).map(([name, own]) => [name, own.map(BigInt)]));
  expect(await rowsOf(table(whole))).toEqual(plain);
  const text = Object.fromEntries(Object.entries(gratings).map(([name, own]) => [name, own.map(String)]));
  expect(await rowsOf(table(text))).toEqual(plain);
  const counted = { ...whole, id: [0n, 1n, 2n, 3n, 4n], stimulus_condition_id: [7n, 8n, 7n, 8n, 7n] };
  const data = { spikeTimes, presentations: table(counted) };
  expect(analysis.conditionwiseSpikeStatistics(data).numRows()).toBe(4);
  expect(analysis.rasterTable(data).array("stimulus_presentation_id")).toContain(0);
});

it("needs no ids of presentations: their rows count", () => {
  const data = { spikeTimes, presentations: table({ ...gratings, stimulus_condition_id: [0, 1, 0, 1, 0] }) };
  expect([...analysis.rasterTable(data).array("stimulus_presentation_id")].slice(0, 1)).toEqual([0]);
  expect(analysis.noiseCorrelations(data).shape).toEqual([2, 2]);
});

it.each([
  ["a date", [new Date(0), 3, 6, 9, 12]],
  ["text", ["soon", 3, 6, 9, 12]],
])("refuses %s for a time, wherever presentations have times", async (_, start_time) => {
  const presentations = table({ ...gratings, id: [0, 1, 2, 3, 4], duration: [2, 2, 2, 2, 2], start_time });
  const data = { spikeTimes, presentations, epochs: presentations };
  const calls = [
    () => rowsOf(presentations),
    () => analysis.psth(data),
    () => analysis.firingRates(data),
    () => analysis.rasterTable(data),
    () => analysis.correlograms(data),
    () => analysis.optotaggingResponse(data),
    () => analysis.presentationwiseSpikeTimes(data),
  ];
  for (const call of calls)
    expect(await failure(call)).toMatch(
      /start_time in row 0 of the table of presentations: a number of seconds is expected, not .*\. Give numbers, and null where a time is missing/,
    );
});

it("says that no presentation can be used, and how many are left out, also where they have no names", async () => {
  const never = table({ ...gratings, start_time: [null, null, null, null, null] });
  expect(await failure(() => rowsOf(never))).toMatch(
    /5 presentations: none has a start, a stop that is not before it, and a condition/,
  );
  const warnings: string[] = [];
  const presentations = table({ ...gratings, start_time: [null, 3, 6, 9, 20] });
  analysis.driftingGratings({ spikeTimes, presentations, warn: (text) => warnings.push(text) });
  expect(warnings).toEqual([
    "2 of 5 presentations have no start, no stop that is not before it, or no condition: they are left out.",
  ]);
  expect(await failure(() => rowsOf(table({ start_time: [], stop_time: [] })))).toMatch(
    /the table of presentations: it is empty/,
  );
});

it("does not answer for a parameter of which a condition has several values", async () => {
  const presentations = table({ ...gratings, spatial_frequency: [0.02, 0.02, 0.08, 0.08, 0.08] });
  const own = analysis.driftingGratings({ spikeTimes, presentations });
  expect(await failure(() => own.tuning("spatial_frequency"))).toMatch(
    /spatial_frequency: condition 0 was shown with several values of it, 0\.02 and 0\.08\. Give the presentations a stimulus_condition_id that tells them apart/,
  );
  expect(own.stimulusConditions().columnNames()).toEqual([
    "stimulus_condition_id",
    "orientation",
    "temporal_frequency",
  ]);
  const told = table({
    ...gratings,
    spatial_frequency: [1, 1, 2, 2, 2],
    stimulus_condition_id: [0, 1, 2, 3, 4],
  });
  const curve = await analysis
    .driftingGratings({ spikeTimes, presentations: told })
    .tuning("spatial_frequency");
  expect([...(curve.coord("spatial_frequency") as Float64Array)]).toEqual([1, 2]);
  const texts = table({ ...gratings, shape: ["a", "b", "a", "b", "a"] });
  expect(
    await failure(() => analysis.driftingGratings({ spikeTimes, presentations: texts }).tuning("shape")),
  ).toMatch(/shape: none of the conditions has a number for it/);
});

it("sorts lists of times by number, and refuses what is none", async () => {
  const plain = await rowsOf(table(gratings));
  const lists = new Map(Array.from(spikeTimes, ([id, times]) => [id, [...times].reverse()]));
  expect(await rowsOf(table(gratings), lists)).toEqual(plain);
  for (const times of [null, 3, "0.5", ["0.5"], new Map()])
    expect(await failure(() => rowsOf(table(gratings), new Map([[1, times]])))).toMatch(
      /spike times of unit 1(?:\[0\])?: .*expected, not/,
    );
});

it("names the table that lacks a column, and what a misspelt part of the data means", async () => {
  const presentations = table(gratings);
  const running = table({ start_time: [0], speed: [1] });
  const lacking = { spikeTimes, presentations, runningSpeed: running };
  expect(await failure(() => analysis.driftingGratings(lacking).metrics())).toMatch(
    /the table of running speeds: it has no column "velocity"/,
  );
  const misspelt = { spikeTimes, presentations, runningspeed: running };
  expect(await failure(() => analysis.driftingGratings(misspelt))).toMatch(
    /runningspeed: .*Did you mean runningSpeed\?/,
  );
  const units = table({ unit_id: [1], waveform_duration: [0.2] });
  expect(await failure(() => analysis.cellClasses({ units, optoTagging: units } as never))).toMatch(
    /Did you mean optotagging\?/,
  );
  expect(await failure(() => analysis.cellClasses({ units: table({ id: [1] }) }))).toMatch(
    /the table of units: it has no column "waveform_duration"/,
  );
});

it("tells that none of the stimuli has metrics", async () => {
  const presentations = table({ ...gratings, stimulus_name: Array(5).fill("bars") });
  expect(await failure(() => analysis.stimulusMetrics({ spikeTimes, presentations }))).toMatch(
    /none of the stimuli \(bars\).*Analyse one of them by itself: driftingGratings\(data, \{ stimulusKey: "bars" \}\)/,
  );
  const dots = { stimuli: ["dot_motion", "flashes"] };
  const shown = table({ ...gratings, color: [1, 1, 1, 1, 1], stimulus_name: Array(5).fill("flashes") });
  expect(await failure(() => analysis.stimulusMetrics({ spikeTimes, presentations: shown }, dots))).toMatch(
    /for dot_motion: it was not shown in this recording\. There are metrics of flashes/,
  );
  const named = table({ ...gratings, stimulus_name: Array(5).fill("flashes") });
  expect(
    await failure(() =>
      analysis.stimulusMetrics({ spikeTimes, presentations: named }, { stimuli: ["flashs"] }),
    ),
  ).toMatch(/Did you mean flashes\?/);
});

const lfp = (gap = 0) =>
  new DataArray({
    dims: ["time", "channel"],
    shape: [400, 1],
    coords: { time: Float64Array.from({ length: 400 }, (_, s) => s / 1000 + (s < 200 ? 0 : gap)) },
    data: Float64Array.from({ length: 400 }, (_, s) => Math.sin(s / 5)),
  });

it("refuses to filter LFP across a gap", async () => {
  expect(analysis.bandPass(lfp(), { band: [4, 16] }).shape).toEqual([400, 1]);
  for (const call of [
    () => analysis.bandPass(lfp(0.5), { band: [4, 16] }),
    () => analysis.spectrogram(lfp(0.5), { window: 0.1 }),
    () => analysis.spikeTriggeredLfp(lfp(0.5), [0.1]),
  ])
    expect(await failure(call)).toMatch(
      /the LFP: its times are not evenly spaced: 0\.501 s lie between the samples at 0\.199 s and 0\.7 s, and 0\.001 s between most/,
    );
  expect(await failure(() => analysis.spikeTriggeredLfp(lfp(), [0.1], { window: [-1e9, 1e9] }))).toMatch(
    /window: a window no longer than the LFP is expected/,
  );
});

const functions = { ...analysis };
const trialLfp = { data: new Float64Array(100), shape: [1, 1, 100] as const };
const grid = { data: [1, 2, 3, 4], rows: 2, columns: 2 };

const four = [0.1, 0.2, 0.4, 0.8];
const square = { data: new Float64Array(4), shape: [2, 2] };
const cube = { data: new Float64Array(8), shape: [2, 2, 2] };

/** Functions of lists, how many lists come first, and a call that they answer. */
const LISTS: readonly (readonly [name: keyof typeof analysis, lists: number, args: readonly unknown[]])[] = [
  ["interSpikeIntervals", 1, [four]],
  ["intervalStatistics", 1, [four]],
  ["findBursts", 1, [four]],
  ["autoCorrelogram", 1, [four]],
  ["crossCorrelogram", 2, [four, four]],
  ["jitterCorrectedCorrelogram", 2, [four, four]],
  ["spikeTriggeredLfp", 2, [lfp(), four]],
  ["bandPass", 1, [lfp(), { band: [4, 16] }]],
  ["spectrogram", 1, [lfp(), { window: 0.1 }]],
  ["orientationSelectivity", 2, [four, four]],
  ["directionSelectivity", 2, [four, four]],
  ["lifetimeSparseness", 1, [four]],
  ["imageSelectivity", 1, [four]],
  ["fanoFactor", 1, [four]],
  ["runningModulation", 2, [four, four]],
  ["presentationBlocks", 2, [four, four, 1]],
  ["overallFiringRate", 2, [{ starts: [0], stops: [1] }, four]],
  ["c50", 2, [four, four]],
  ["fitContrastResponse", 2, [four, four]],
  ["fitSpatialFrequency", 2, [four, four, 1]],
  ["discriminationIndex", 2, [four, four, 1]],
  ["f1f0", 1, [{ counts: four, bins: 2 }, 1, 1]],
  ["gratingModulation", 1, [[four], 1, 1]],
  ["modulationIndex", 1, [four, 1, 4]],
  ["smoothedTrain", 1, [four]],
  ["reliability", 1, [[four]]],
  [
    "chiSquare",
    2,
    [
      [1, 2],
      [0, 1],
    ],
  ],
  [
    "resampledPValue",
    2,
    [
      [1, 2],
      [0, 1],
    ],
  ],
  ["thresholdReceptiveField", 1, [grid]],
  ["gaussianMoments", 1, [grid]],
  ["fitGaussian", 1, [grid]],
  ["invertReceptiveField", 1, [grid]],
  ["isInverted", 2, [[1, 0, 0, 0], grid]],
  ["timeDelayedCorrelations", 1, [cube]],
  ["intrinsicTimescale", 1, [cube]],
  ["secondDerivative", 1, [square, 0.01]],
  ["filterTrials", 1, [trialLfp, { samplingRate: 500 }]],
  ["selectGoodChannels", 2, [trialLfp, [], 1]],
  ["removeLfpNoise", 2, [square, [0, 1], 0]],
  ["accumulateLfp", 4, [square, [0, 1], [0, 1], [[0.5]]]],
];

it.each(LISTS)(
  "%s refuses what is no list of numbers, rather than answer for nothing",
  async (name, lists, args) => {
    const call = functions[name] as (...args: unknown[]) => unknown;
    expect(await failure(() => call(...args))).toBe("nothing failed");
    for (let position = 0; position < lists; position++)
      for (const wrong of [undefined, null, 3, "12", {}, ["1"], [null], spikeTimes]) {
        const message = await failure(() => call(...args.map((arg, k) => (k === position ? wrong : arg))));
        expect(message, `${position}: ${String(wrong)}`).toMatch(/ failed for .*expected/);
      }
  },
);

it("refuses lists that do not belong together where the answer would be a number", async () => {
  const tooFew = { data: [1, 2, 3], rows: 2, columns: 2 };
  for (const call of [
    () => analysis.chiSquare([1, 2], [0]),
    () => analysis.resampledPValue([1, 2], [0]),
    () => analysis.resampledPValue([1.5, 2], [0, 1]),
    () => analysis.resampledPValue([1, 2], [0, 4e9]),
    () => analysis.fitGaussian(tooFew),
    () => analysis.thresholdReceptiveField(tooFew),
    () => analysis.timeDelayedCorrelations({ data: [1], shape: [1, 2, 3] }),
    () => analysis.secondDerivative({ data: new Float64Array(3), shape: [2, 2] }, 0.01),
  ])
    expect(await failure(call)).toMatch(/ failed for /);
});

it("leaves out of a current source density the trials that the LFP does not have, and counts the others", async () => {
  const samples = 1000;
  const data = (missing: (sample: number, channel: number) => boolean) => ({
    lfp: {
      data: Float64Array.from({ length: 4 * samples }, (_, i) =>
        missing(i >> 2, i % 4) ? Number.NaN : Math.sin(i / 50) * (i % 4) ** 2,
      ),
      shape: [samples, 4],
    },
    timestamps: Float64Array.from({ length: samples }, (_, s) => s / 1000),
    onsets: [0.2, 0.6],
    channelNumbers: [2, 6, 10, 14],
  });
  const whole = data(() => false);
  const options = { samplingRate: 1000 };
  const two = analysis.currentSourceDensity(whole, options);
  expect(two.attributes).toEqual({ trials: 2, channels: 4 });
  const outside = { ...whole, onsets: [0.2, 99, Number.NaN, 0.6] };
  expect([...analysis.currentSourceDensity(outside, options).data]).toEqual([...two.data]);
  expect(analysis.currentSourceDensity(outside, options).attributes.trials).toBe(2);
  const masked = analysis.currentSourceDensity(
    data((sample) => sample === 700),
    options,
  );
  expect(masked.attributes).toEqual({ trials: 1, channels: 4 });
  const broken = analysis.currentSourceDensity(
    data((sample, channel) => sample === 700 && channel === 3),
    options,
  );
  expect(broken.attributes).toEqual({ trials: 2, channels: 3 });
  expect(await failure(() => analysis.currentSourceDensity({ ...whole, onsets: [99] }, options))).toMatch(
    /1 trials: none lies within the LFP/,
  );
  const timestamps = whole.timestamps.slice().reverse();
  expect(await failure(() => analysis.currentSourceDensity({ ...whole, timestamps }, options))).toMatch(
    /the timestamps: they do not ascend, from sample 1 on/,
  );
  const places = { ...options, places: [{ x: 0, y: 0 }] };
  expect(await failure(() => analysis.currentSourceDensity(whole, places))).toMatch(
    /4 channels: there are 1 places for them/,
  );
});

it("refuses what is no table, and positions and times that are no numbers", async () => {
  const presentations = table({ ...gratings, color: [1, -1, 1, -1, 1] });
  for (const wrong of [3, [1, 2]])
    expect(
      await failure(() =>
        analysis.flashes({ spikeTimes, presentations, runningSpeed: wrong as never }).metrics(),
      ),
    ).toMatch(/the table of running speeds: an Arquero table is expected/);
  expect(await failure(() => analysis.trialOnsets(undefined as never, { stimulusName: "flashes" }))).toMatch(
    /the table of presentations: an Arquero table is expected, not nothing/,
  );
  const gabors = table({ ...gratings, x_position: Array(5).fill("left"), y_position: Array(5).fill(0) });
  expect(await failure(() => analysis.receptiveFieldMapping({ spikeTimes, presentations: gabors }))).toMatch(
    /x_position and y_position: none of the conditions has numbers for both/,
  );
  const warnings: string[] = [];
  const some = table({ ...gratings, x_position: [0, 10, null, 10, 0], y_position: Array(5).fill(0) });
  analysis.receptiveFieldMapping({ spikeTimes, presentations: some, warn: (text) => warnings.push(text) });
  expect(warnings).toEqual(["1 of 5 presentations have no position: receptive fields leave them out."]);
  const endless = table({ ...gratings, stop_time: [2, 5, 8, 11, Number.POSITIVE_INFINITY] });
  expect(analysis.driftingGratings({ spikeTimes, presentations: endless }).totalPresentations).toBe(4);
  for (const call of [
    () => analysis.relativeTimes(0.1, 0.2, 0),
    () => analysis.channelPlaces(0, 1e12),
    () => analysis.virtualPlaces("a" as never, 3),
    () => analysis.interpolationMatrix(undefined as never, []),
  ])
    expect(await failure(call)).toMatch(/ failed for .*expected/);
});
