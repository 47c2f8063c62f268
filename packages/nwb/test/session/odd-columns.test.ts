import { afterAll, beforeAll, expect, it } from "vitest";
import type { EcephysSession } from "../../src/index.ts";
import { openSession } from "../../src/node.ts";
import { fileOf } from "../files.ts";

const warnings: string[] = [];
let session: EcephysSession;
let plain: EcephysSession;
beforeAll(async () => {
  const options = { filterByValidity: false, filterOutOfBrainUnits: false };
  const warn = (message: string) => warnings.push(message);
  session = await openSession(fileOf("odd-columns.nwb"), { ...options, warn });
  plain = await openSession(fileOf("small.nwb"), { ...options, warn: () => {} });
});
afterAll(() => Promise.all([session.close(), plain.close()]));

type Row = Readonly<Record<string, unknown>>;

const rowsOf = async (of: EcephysSession): Promise<readonly Row[]> => (await of.units()).objects() as never;

const unit = async (id: number) => (await rowsOf(session)).find((row) => row.unit_id === id)!;

it("null text is empty text, and no structure", async () => {
  const channels = await session.channels();
  expect([...channels.array("structure_acronym")]).toEqual(["VISp", null, null, "CA1"]);
  expect(await session.structureAcronyms()).toEqual(["VISp", null, "CA1"]);
  expect([await unit(1), await unit(2)]).toMatchObject([{ note: "first" }, { note: "" }]);
});

it("units on a channel with null text for its structure are out of the brain", async () => {
  const inBrain = await openSession(fileOf("odd-columns.nwb"), { warn: () => {}, filterByValidity: false });
  const all = await session.unitFilterReport();
  const { dropped, kept } = await inBrain.unitFilterReport();
  expect(dropped.channel).toBe(2);
  expect(all.dropped.channel).toBe(0);
  expect(kept).toBeLessThan(all.kept);
  await inBrain.close();
});

it("null text of a parameter is missing", async () => {
  const [gabor] = (await session.stimulusPresentations())
    .objects()
    .filter((row) => row.stimulus_name === "gabors") as unknown as Row[];
  expect(gabor).toMatchObject({ start_time: 1, phase: Number.NaN });
});

it("big-endian enumerations give their names", async () => {
  const sides = await Promise.all([1, 2, 3, 4].map(async (id) => (await unit(id)).side));
  expect(sides).toEqual(["right", "none", "left", "right"]);
});

it("groups that are references in group_name change nothing", async () => {
  const probes = (of: EcephysSession) => of.channels().then((table) => [...table.array("probe_id")]);
  expect(await probes(session)).toEqual(await probes(plain));
  expect((await session.probes()).objects()).toEqual((await plain.probes()).objects());
});

it("lists and matrices are arrays of each unit", async () => {
  const units = await Promise.all([1, 2, 3, 4].map(unit));
  expect(units.map(({ depths }) => Array.from(depths as Float64Array))).toEqual([[0, 1, 2], [], [3, 4], [5]]);
  expect(units.map(({ labels }) => labels)).toEqual([["a"], ["b"], [], ["c", "d"]]);
  expect(units.map(({ position }) => Array.from(position as Float64Array))[3]).toEqual([9, 10, 11]);
});

it("nothing else of the session changes, and nothing is said", async () => {
  const [now, before] = await Promise.all([rowsOf(session), rowsOf(plain)]);
  expect(now.map(({ unit_id }) => unit_id)).toEqual(before.map(({ unit_id }) => unit_id));
  for (const [i, row] of before.entries()) {
    const { structure_acronym: _, ...rest } = row;
    expect(now[i]).toMatchObject(rest);
  }
  expect(await session.spikeTimes()).toEqual(await plain.spikeTimes());
  expect(warnings.filter((text) => !text.includes("invalid times"))).toEqual([]);
});
