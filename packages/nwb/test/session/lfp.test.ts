import { fixtureFile, NONSENSE, outcomeOf } from "@ecephys/fixtures";
import { refusal } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EcephysSession, LazyDataArray } from "../../src/index.ts";
import { openSession } from "../../src/node.ts";
import { fileOf } from "../files.ts";

const PROBE = 752552876;
let session: EcephysSession;
let lfp: LazyDataArray;
let raw: LazyDataArray;

beforeAll(async () => {
  session = await openSession(fixtureFile("mini", "session_715093703.nwb"), {
    lfp: { [PROBE]: fixtureFile("mini", `probe_${PROBE}_lfp.nwb`) },
    warn: () => {},
  });
  lfp = await session.getLfp(PROBE);
  raw = await session.getLfp(PROBE, { maskInvalidIntervals: false });
});
afterAll(() => session.close());

it("is opened once for each form in which it is asked for", async () => {
  expect(await session.getLfp(PROBE, { maskInvalidIntervals: true })).toBe(lfp);
  expect(await session.getLfp(PROBE, { maskInvalidIntervals: false })).toBe(raw);
  expect(raw).not.toBe(lfp);
});

describe("selecting from a probe's LFP", () => {
  it("includes both ends of an interval", async () => {
    const whole = await raw.load();
    const times = whole.coord("time") as Float64Array;
    const part = await raw.sel({ time: { from: times[100]!, to: times[110]! } });
    expect(part.shape).toEqual([11, 47]);
    expect(part.data).toEqual(whole.isel({ time: { start: 100, end: 111 } }).data);
    const between = await raw.sel({ time: { from: times[100]! + 1e-5, to: times[101]! - 1e-5 } });
    expect(between.shape).toEqual([0, 47]);
    expect((await raw.sel({ time: { from: -1e9, to: 1e9 } })).shape).toEqual([700, 47]);
  });

  it("takes channels in the order asked for, neighbours and others", async () => {
    const whole = await raw.isel({ time: { start: 5, end: 8 } });
    const ids = [0, 1, 2, 30, 46, 7].map((position) => raw.channels[position]!);
    const part = await raw.isel({ time: { start: 5, end: 8 }, channel: [0, 1, 2, 30, 46, 7] });
    expect(part.coord("channel")).toEqual(Float64Array.from(ids));
    expect(part.data).toEqual(whole.sel({ channel: ids }).data);
    const one = await raw.sel({ channel: ids[3] });
    expect(one.dims).toEqual(["time"]);
    expect(one.at(6)).toBe(whole.at(1, 30));
    expect((await raw.isel({ channel: [] })).shape).toEqual([700, 0]);
  });

  it("takes every form of selection that arrays in memory take, and gives the same", async () => {
    const whole = await raw.load();
    const times = whole.coord("time") as Float64Array;
    const [first, second, third] = [raw.channels[3]!, raw.channels[4]!, raw.channels[40]!];
    for (const selection of [
      { time: times[17]!, channel: first },
      { time: times[17]! },
      { time: [times[30]!, times[31]!, times[5]!, times[30]!], channel: BigInt(second) },
      { time: { from: times[600]! }, channel: BigInt64Array.of(BigInt(third), BigInt(first)) },
      { time: { to: times[3]! }, channel: { from: second, to: third } },
      { time: [], channel: new Set([first]) },
      { channel: Int32Array.of(third) },
      { time: undefined, channel: undefined },
    ])
      expect(await raw.sel(selection)).toEqual(whole.sel(selection));
    for (const selection of [
      { time: -1, channel: -1 },
      { time: [699, 0, 1], channel: { start: -2 } },
      { time: { start: -3, end: -1 }, channel: Int32Array.of(46, 0) },
      { time: { start: 5, end: 3 } },
      {},
    ])
      expect(await raw.isel(selection)).toEqual(whole.isel(selection));
    expect(await raw.timestamps({ start: -2 })).toEqual(times.slice(-2));
  });

  it("hides invalid samples of every kind of selection", async () => {
    const whole = await lfp.load();
    const times = whole.coord("time") as Float64Array;
    const hidden = [...times.keys()].filter((row) => Number.isNaN(whole.at(row, 0)));
    expect(hidden.length).toBeGreaterThan(10);
    const next = hidden.findIndex((row, i) => row !== hidden[0]! + i);
    const [first, last] = [times[hidden[0]!]!, times[hidden.at(next < 0 ? -1 : next - 1)!]!];
    const part = await lfp.sel({ time: { from: first, to: last }, channel: lfp.channels[5]! });
    expect(await lfp.sel({ time: [first, times[0]!] })).toEqual(whole.sel({ time: [first, times[0]!] }));
    expect(part.data).toEqual(new Float32Array(part.size).fill(Number.NaN));
    expect((await raw.sel({ time: { from: first, to: last } })).data.includes(Number.NaN)).toBe(false);
  });

  it("names what it does not have", async () => {
    expect(await refusal(lfp.sel({ channel: [1] }))).toMatch(/^not-found: .*no 1 along "channel"/);
    expect(await refusal(lfp.isel({ channel: [47] }))).toMatch(/^not-found: .*position 47/);
    expect(await refusal(lfp.sel({ time: { from: 2, to: 1 } }))).toMatch(/^argument: .*not "2 to 1"/);
    expect(await refusal(lfp.sel({ time: 2 }))).toMatch(
      /^not-found: .*at exactly 2 s\. Give \{ time: \{ from, to/,
    );
    expect(await refusal(lfp.sel({ channels: [1] } as never))).toMatch(
      /^not-found: .*no dimension "channels"\. Did you mean channel\?/,
    );
  });

  it("answers, or says what is wrong, whatever it is given", async () => {
    type Given = never;
    for (const value of NONSENSE)
      for (const act of [
        () => raw.sel(value as Given),
        () => raw.sel({ time: value as Given }),
        () => raw.sel({ time: { to: value as Given } }),
        () => raw.sel({ channel: value as Given }),
        () => raw.sel({ channel: [value as Given] }),
        () => raw.sel({}, value as Given),
        () => raw.isel(value as Given),
        () => raw.isel({ time: value as Given }),
        () => raw.isel({ time: [value as Given] }),
        () => raw.isel({ channel: { end: value as Given } }),
        () => raw.isel({}, value as Given),
        () => raw.timestamps(value as Given),
        () => raw.load(value as Given),
      ])
        expect(await outcomeOf(act)).toMatch(/^(answer|argument|not-found)$/);
    await expect(lfp.sel({ time: { from: 1, to: 2 } }, { signal: AbortSignal.abort("enough") })).rejects.toBe(
      "enough",
    );
  });
});

it("has the times of a regular recording, and channels as the series names them", async () => {
  const small = await openSession(fileOf("small.nwb"), {
    lfp: { 10: fileOf("small.nwb") },
    warn: () => {},
  });
  const regular = await small.getLfp(10);
  expect(regular.channels).toEqual(Float64Array.of(101, 100));
  expect((await regular.timestamps({ end: 3 }))[2]).toBeCloseTo(1.2, 12);
  const part = await regular.sel({ time: { from: 1.19, to: 1.31 }, channel: 100 });
  expect(part.data).toEqual(Int16Array.of(5, 7));
  await small.close();
});

it("has a current source density with the places of its virtual channels", async () => {
  const density = await session.getCurrentSourceDensity(PROBE);
  expect(density.shape).toEqual([48, 125]);
  expect(Object.keys(density.coords)).toEqual([
    "virtual_channel_index",
    "time",
    "vertical_position",
    "horizontal_position",
  ]);
});
