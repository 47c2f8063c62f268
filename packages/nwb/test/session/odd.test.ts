import { memoryDataFile } from "@ecephys/files";
import { refusal } from "@ecephys/fixtures/testing";
import { expect, it } from "vitest";
import { nwbReaders, openSession } from "../../src/node.ts";
import { edited } from "../edited.ts";
import { bytesOf, fileOf } from "../files.ts";

const quiet = { warn: () => {} };
const everyUnit = { filterByValidity: false, filterOutOfBrainUnits: false };
const GABORS = "/intervals/gabors_presentations";
const LFP = "/acquisition/probe_10_lfp/probe_10_lfp_data";

it("puts presentations without a start last, and loses no spike of the others for them", async () => {
  const path = await edited("small.nwb", (file) => {
    file.overwrite(`${GABORS}/start_time`, Float64Array.of(Number.NaN, 1, 2));
  });
  const session = await openSession(path, { ...quiet, ...everyUnit });
  const presentations = await session.stimulusPresentations();
  expect([...presentations.array("start_time")]).toEqual([0, 1, 2, 4, Number.NaN]);
  const spikes = await session.presentationwiseSpikeTimes({ unitIds: [1, 4] });
  expect([...spikes.array("spike_time")]).toEqual([0.5, 1.5, 2.5, 4]);
  expect(await refusal(session.psth({ unitIds: 1 }))).toMatch(/^argument: .*position 4 .*no start time/);
  await session.close();
});

it("keeps units that share an id in the table, and refuses to tell them apart by it", async () => {
  const path = await edited("small.nwb", (file) => file.overwrite("/units/id", BigInt64Array.of(1n, 1n)));
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  const session = await openSession(path, { warn, ...everyUnit });
  const ids = (await session.units()).array("unit_id");
  expect(ids.filter((id) => id === 1)).toHaveLength(2);
  expect(warnings.filter((text) => text.includes("1 id occurs more than once (1)"))).toHaveLength(1);
  expect(await refusal(session.spikeTimes({ unitIds: 1 }))).toMatch(/^not-found: .*unit 1, or several rows/);
  await session.close();
});

it("refuses channels that share an id, and names the file", async () => {
  const path = await edited("small.nwb", (file) =>
    file.overwrite("/general/extracellular_ephys/electrodes/id", BigInt64Array.of(101n)),
  );
  const session = await openSession(path, quiet);
  const message = await refusal(session.units());
  expect(message).toMatch(/^format: /);
  expect(message).toContain(path);
  expect(message).toContain("/electrodes/id): two of its rows have the id 101");
  await session.close();
});

it("tells a column of another kind from one that is not there", async () => {
  const path = await edited("empty.nwb", (file) => {
    for (const name of ["id", "peak_channel_id"]) file.add(`/units/${name}`, Float64Array.of(1, 2));
    file.add("/general/extracellular_ephys/electrodes/id", Float64Array.of(1, 2));
    file.add("/general/extracellular_ephys/electrodes/probe_id", ["one", "two"]);
  });
  const session = await openSession(path, quiet);
  expect(await refusal(session.units())).toMatch(
    /^format: .*electrodes\/probe_id\): it holds text, not numbers/,
  );
  await session.close();
});

it("refuses spike times that are a matrix", async () => {
  const session = await openSession(fileOf("wide.nwb"), quiet);
  expect(await refusal(session.spikeTimes())).toMatch(
    /^format: .*wide\.nwb \(\/units\/spike_times\).*matrix/,
  );
  await session.close();
});

it("takes an invalid time without an end to last until the end of the session", async () => {
  const path = await edited("small.nwb", (file) => {
    file.overwrite("/intervals/invalid_times/stop_time", Float64Array.of(Number.NaN));
  });
  const session = await openSession(path, quiet);
  const names = (await session.stimulusPresentations()).array("stimulus_name");
  expect([...names]).toEqual([
    "spontaneous",
    "gabors",
    "invalid_presentation",
    "invalid_presentation",
    "invalid_presentation",
  ]);
  expect([...(await session.invalidTimes()).array("stop_time")]).toEqual([Number.NaN]);
  await session.close();
});

async function lfpOf(change: Parameters<typeof edited>[1]) {
  const path = await edited("small.nwb", change);
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  const session = await openSession(path, { warn, lfp: { 10: path } });
  return { path, session, warnings };
}

it("refuses an LFP sampling rate that gives no times", async () => {
  for (const rate of [0, -10, Number.NaN, Number.POSITIVE_INFINITY]) {
    const { path, session } = await lfpOf((file) => file.setAttribute(`${LFP}/starting_time`, "rate", rate));
    const message = await refusal(session.getLfp(10));
    expect(message).toMatch(/^format: .*starting_time\): a start of 1 s and a rate of/);
    expect(message).toContain(path);
    await session.close();
  }
});

it("finds every sample of an interval where the clock was set back", async () => {
  const times = Float64Array.from({ length: 20 }, (_, i) => (i < 12 ? i : i - 12));
  const { session } = await lfpOf((file) => file.add(`${LFP}/timestamps`, times));
  const lfp = await session.getLfp(10);
  const whole = await lfp.load();
  for (const selection of [
    { time: { from: 2, to: 4 } },
    { time: { from: 9, to: 11 }, channel: lfp.channels[1]! },
    { time: { from: 0 } },
    { time: 3 },
    { time: [11, 0] },
  ])
    expect(await lfp.sel(selection)).toEqual(whole.sel(selection));
  expect((await lfp.sel({ time: { from: 2, to: 4 } })).shape).toEqual([6, 2]);
  expect(await refusal(lfp.sel({ time: 2.5 }))).toMatch(/^not-found: .*at exactly 2\.5 s/);
  await session.close();
});

it("finds a clock that was set back in a recording too long to look at every time", async () => {
  const length = 400_000;
  const times = Float64Array.from({ length }, (_, i) => (i < 250_000 ? i : i - 100_000) / 1000);
  const series = "/acquisition/probe_11_lfp/probe_11_lfp_data";
  const path = await edited("small.nwb", (file) => {
    file.add(`${series}/timestamps`, times);
    file.add(`${series}/data`, Float64Array.from(times.keys()), [length, 1]);
    file.add(`${series}/electrodes`, Float64Array.of(2));
  });
  const session = await openSession(fileOf("small.nwb"), { ...quiet, lfp: { 11: path } });
  const lfp = await session.getLfp(11);
  const part = await lfp.sel({ time: { from: 200, to: 200.002 } });
  expect([...part.data]).toEqual([200_000, 200_001, 200_002, 300_000, 300_001, 300_002]);
  await session.close();
});

it("refuses a current source density whose parts do not fit, and names the part", async () => {
  const csd = "/processing/current_source_density/ecephys_csd";
  const { path, session } = await lfpOf((file) => {
    file.add(`${csd}/current_source_density/data`, new Float64Array(6), [3, 2]);
    file.add(`${csd}/current_source_density/timestamps`, Float64Array.of(0, 1));
    file.add(`${csd}/virtual_electrode_y_positions`, Float64Array.of(0, 1));
    file.add(`${csd}/virtual_electrode_x_positions`, Float64Array.of(0, 1));
  });
  const message = await refusal(session.getCurrentSourceDensity(10));
  expect(message).toMatch(/^format: .*current_source_density\/timestamps\): it has 2 values for 3/);
  expect(message).toContain(path);
  await session.close();
});

it("does not wait for an LFP file when it is closed: the transfer ends", async () => {
  const file = memoryDataFile("the cache's session.nwb", bytesOf("small.nwb"));
  const transfer = (_: number, __: unknown, { signal }: { signal: AbortSignal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const context = { sessionId: 123, filters: {}, warn: () => {}, openLfp: transfer };
  const session = await nwbReaders().session.open(file, context as never);
  const waiting = refusal(session.getLfp(10));
  const impatient = refusal(session.getCurrentSourceDensity(10, { signal: new AbortController().signal }));
  await session.probes();
  await session.close();
  expect(await waiting).toMatch(/^argument: .*closed/);
  expect(await impatient).toMatch(/^argument: .*closed/);
});
