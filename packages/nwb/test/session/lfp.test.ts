import { fixtureFile } from "@ecephys/fixtures";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EcephysSession, LazyDataArray } from "../../src/index.ts";
import { openSession } from "../../src/node.ts";
import { fileOf, refusal } from "../files.ts";

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

describe("selecting from a probe's LFP", () => {
  it("takes a span with both ends, as all of it shows", async () => {
    const whole = await raw.load();
    const times = whole.coord("time") as Float64Array;
    const part = await raw.sel({ time: [times[100]!, times[110]!] });
    expect(part.shape).toEqual([11, 47]);
    expect(part.data).toEqual(whole.isel({ time: { start: 100, end: 111 } }).data);
    const between = await raw.sel({ time: [times[100]! + 1e-5, times[101]! - 1e-5] });
    expect(between.shape).toEqual([0, 47]);
    expect((await raw.sel({ time: [-1e9, 1e9] })).shape).toEqual([700, 47]);
  });

  it("takes channels in the order asked for, neighbours and others", async () => {
    const whole = await raw.isel({ time: [5, 8] });
    const ids = [0, 1, 2, 30, 46, 7].map((position) => raw.channels[position]!);
    const part = await raw.isel({ time: [5, 8], channels: [0, 1, 2, 30, 46, 7] });
    expect(part.coord("channel")).toEqual(Float64Array.from(ids));
    expect(part.data).toEqual(whole.sel({ channel: ids }).data);
    const one = await raw.sel({ channels: ids[3] });
    expect(one.shape).toEqual([700, 1]);
    expect(one.at(6, 0)).toBe(whole.at(1, 30));
    expect((await raw.isel({ channels: [] })).shape).toEqual([700, 0]);
  });

  it("hides invalid samples of every kind of selection", async () => {
    const whole = await lfp.load();
    const times = whole.coord("time") as Float64Array;
    const hidden = [...times.keys()].filter((row) => Number.isNaN(whole.at(row, 0)));
    expect(hidden.length).toBeGreaterThan(10);
    const next = hidden.findIndex((row, i) => row !== hidden[0]! + i);
    const [first, last] = [times[hidden[0]!]!, times[hidden.at(next < 0 ? -1 : next - 1)!]!];
    const part = await lfp.sel({ time: [first, last], channels: lfp.channels[5]! });
    expect(part.data).toEqual(new Float32Array(part.size).fill(Number.NaN));
    expect((await raw.sel({ time: [first, last] })).data.includes(Number.NaN)).toBe(false);
  });

  it("names what it does not have", async () => {
    expect(await refusal(lfp.sel({ channels: [1] }))).toMatch(/^not-found: .*no channel 1/);
    expect(await refusal(lfp.isel({ channels: [47] }))).toMatch(/^not-found: .*position 47/);
    expect(await refusal(lfp.sel({ time: [2, 1] }))).toMatch(/^argument: /);
    await expect(lfp.sel({ time: [1, 2], signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
  });
});

it("has the times of a regular recording, and channels as the series names them", async () => {
  const small = await openSession(fileOf("small.nwb"), {
    lfp: { 10: fileOf("small.nwb") },
    warn: () => {},
  });
  const regular = await small.getLfp(10);
  expect(regular.channels).toEqual(Float64Array.of(101, 100));
  expect((await regular.timestamps([0, 3]))[2]).toBeCloseTo(1.2, 12);
  const part = await regular.sel({ time: [1.19, 1.31], channels: 100 });
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
