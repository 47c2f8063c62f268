import { presentationwiseSpikeCounts } from "@ecephys/analysis";
import type { DataArray } from "@ecephys/core";
import { type ColumnTable, table } from "arquero";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openSession } from "../../src/node.ts";
import { fileOf } from "../files.ts";

let session: Awaited<ReturnType<typeof openSession>>;

beforeAll(async () => {
  session = await openSession(fileOf("small.nwb"), { warn: () => {} });
});

afterAll(() => session.close());

it("takes the ids that tables give as they are, in typed arrays", async () => {
  const unitIds = Float64Array.from((await session.units()).array("unit_id") as ArrayLike<number>).reverse();
  const presentations = (await session.stimulusPresentations()).array("stimulus_presentation_id");

  expect([...(await session.spikeTimes({ unitIds })).keys()]).toEqual([...unitIds]);
  const counts = await session.presentationwiseSpikeCounts({
    binEdges: Float64Array.of(0, 0.1),
    stimulusPresentationIds: presentations,
    unitIds,
  });
  expect([...counts.coord("unit_id")]).toEqual([...unitIds]);
  expect(await session.getStimulusParameterValues({ stimulusPresentationIds: presentations })).toEqual(
    await session.getStimulusParameterValues(),
  );
});

const rowsOf = (answer: DataArray | ColumnTable) => ("objects" in answer ? answer.objects() : answer);

it.each([
  ["bigints of an HDF5 dataset", (ids: number[]) => BigInt64Array.from(ids, BigInt)],
  ["32-bit integers", (ids: number[]) => Int32Array.from(ids)],
  ["a Set", (ids: number[]) => new Set(ids)],
])("takes ids that are %s, wherever ids are taken", async (_, listed) => {
  const ids = Array.from((await session.units()).array("unit_id") as ArrayLike<number>);
  const presentationIds = [1, 0];
  const given = { unitIds: listed(ids), stimulusPresentationIds: listed(presentationIds) };
  const plain = { unitIds: ids, stimulusPresentationIds: presentationIds };
  const [givenUnits, plainUnits] = [{ unitIds: given.unitIds }, { unitIds: ids }];
  expect(await session.spikeAmplitudes(givenUnits)).toEqual(await session.spikeAmplitudes(plainUnits));
  expect(await session.meanWaveforms(givenUnits)).toEqual(await session.meanWaveforms(plainUnits));
  for (const ask of [
    (options: typeof given | typeof plain) =>
      session.presentationwiseSpikeCounts({ binEdges: [0, 1], ...options }),
    (options: typeof given | typeof plain) => session.psth(options),
    (options: typeof given | typeof plain) => session.rasterTable({ ...options, window: [-100, 100] }),
    (options: typeof given | typeof plain) => session.firingRates(options),
    (options: typeof given | typeof plain) => session.presentationwiseSpikeTimes(options),
    (options: typeof given | typeof plain) => session.conditionwiseSpikeStatistics(options),
  ])
    expect(rowsOf(await ask(given))).toEqual(rowsOf(await ask(plain)));
  expect(await session.channelStructureIntervals(listed([101, 100]))).toEqual(
    await session.channelStructureIntervals([101, 100]),
  );
  const unitId = ids[0]!;
  expect([...(await session.spikeTimes({ unitIds: BigInt(unitId) })).keys()]).toEqual([unitId]);
});

it("finds the structures along the channels of a typed array", async () => {
  const channelIds = Float64Array.of(101, 100, 102);
  expect(await session.channelStructureIntervals(channelIds)).toEqual(
    await session.channelStructureIntervals([...channelIds]),
  );
});

it("counts the spikes of units in a typed array", () => {
  const counts = presentationwiseSpikeCounts(
    {
      spikeTimes: new Map([[4, Float64Array.of(1, 2)]]),
      presentations: table({ id: [0], start_time: [0] }),
    },
    { binEdges: [0, 3], unitIds: Uint32Array.of(4) },
  );
  expect([...counts.data]).toEqual([2]);
});
