import { nwbAnswer, nwbFile } from "@ecephys/fixtures";
import { describe, expect, it } from "vitest";
import { openSession } from "../../src/node.ts";
import { edited } from "../edited.ts";

const everyUnit = { filterByValidity: false, filterOutOfBrainUnits: false };

async function opened(change: Parameters<typeof edited>[1], name = "small.nwb") {
  const path = await edited(name, change);
  const warnings: string[] = [];
  const session = await openSession(path, { ...everyUnit, warn: (message) => warnings.push(message) });
  return { session, warnings };
}

describe("a fault in a session's file costs what it touches", () => {
  it("leaves out a column that is one row short, with both counts", async () => {
    const { session, warnings } = await opened((file) => file.add("/units/short", Float64Array.of(1, 2, 3)));
    const units = await session.units();
    expect(units.columnNames()).not.toContain("short");
    expect(units.numRows()).toBe(4);
    expect(warnings).toEqual([expect.stringMatching(/\/units\/short\): it has 3 values for 4 rows/)]);
    await session.close();
  });

  it("keeps units whose peak channel is no electrode, without what is known of a channel", async () => {
    const { session, warnings } = await opened((file) =>
      file.overwrite("/units/peak_channel_id", BigInt64Array.of(999n, 998n)),
    );
    const units = await session.units();
    expect([...units.array("unit_id")].sort()).toEqual([1, 2, 3, 4]);
    const [unknown] = units.objects().filter(({ unit_id }) => unit_id === 1);
    expect(unknown).toMatchObject({ peak_channel_id: 999, structure_acronym: null, probe_id: Number.NaN });
    expect(warnings).toEqual([expect.stringMatching(/peak_channel_id\): 2 units have a peak channel/)]);
    expect((await session.spikeTimes({ unitIds: 1 })).get(1)).toEqual(Float64Array.of(0.5, 1.5, 2.5));
    await session.close();
  });

  it("speaks of one as of one", async () => {
    const { session, warnings } = await opened((file) =>
      file.overwrite("/units/peak_channel_id", BigInt64Array.of(999n)),
    );
    await session.units();
    expect(warnings).toEqual([expect.stringMatching(/: 1 unit has a peak channel .*, and is kept/)]);
    await session.close();
  });

  it("keeps columns of lists and of matrices, as arrays in the rows of their units", async () => {
    const { session, warnings } = await opened((file) => {
      file.add("/units/depths", Float64Array.of(10, 11, 12, 13, 14));
      file.add("/units/depths_index", Float64Array.of(2, 2, 4, 5));
      file.add("/units/labels", ["a", "b", "c", "d", "e"]);
      file.add("/units/labels_index", Float64Array.of(1, 2, 3, 5));
      file.add(
        "/units/position_xyz",
        Float64Array.from({ length: 12 }, (_, i) => i),
        [4, 3],
      );
    });
    const rows = (await session.units()).objects();
    expect(rows.find(({ unit_id }) => unit_id === 1)).toMatchObject({
      depths: Float64Array.of(10, 11),
      labels: ["a"],
      position_xyz: Float64Array.of(0, 1, 2),
    });
    expect(rows.find(({ unit_id }) => unit_id === 4)).toMatchObject({
      depths: Float64Array.of(14),
      labels: ["d", "e"],
      position_xyz: Float64Array.of(9, 10, 11),
    });
    expect(warnings).toEqual([]);
    await session.close();
  });

  it("names the presentations' columns of lists and matrices that it leaves out, in one warning", async () => {
    const gabors = "/intervals/gabors_presentations";
    const { session, warnings } = await opened((file) => {
      file.add(`${gabors}/places`, Float64Array.of(1, 2, 3, 4));
      file.add(`${gabors}/places_index`, Float64Array.of(1, 2, 4));
      file.add(`${gabors}/corners`, Float64Array.of(1, 2, 3, 4, 5, 6), [3, 2]);
    });
    const plain = await opened(() => {});
    expect((await session.stimulusPresentations()).objects()).toEqual(
      (await plain.session.stimulusPresentations()).objects(),
    );
    expect(plain.warnings).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(
        /gabors_presentations\): 2 columns of lists or matrices are left out .*: corners, places/,
      ),
    ]);
    await session.close();
    await plain.session.close();
  });

  it("keeps columns called name and description, which change no condition", async () => {
    const gabors = "/intervals/gabors_presentations";
    const { session } = await opened((file) => {
      file.add(`${gabors}/name`, ["a", "b", "c"]);
      file.add(`${gabors}/description`, ["d", "e", "f"]);
      file.add("/units/name", ["u1", "u2", "u3", "u4"]);
      file.add("/units/description", ["w", "x", "y", "z"]);
    });
    const plain = await opened(() => {});
    const conditions = await session.stimulusConditions();
    expect(conditions.objects()).toEqual((await plain.session.stimulusConditions()).objects());
    expect((await session.stimulusPresentations()).columnNames()).toEqual(
      expect.arrayContaining(["name", "description"]),
    );
    const units = (await session.units()).objects().find(({ unit_id }) => unit_id === 1);
    expect(units).toMatchObject({ name: "u1", description: "w", probe_description: "probeA" });
    await session.close();
    await plain.session.close();
  });

  it("finds the one table of units, wherever it lies", async () => {
    const { session } = await opened((file) => {
      file.add("/processing/ecephys/units/id", Float64Array.of(7, 9));
      file.add("/processing/ecephys/units/spike_times", Float64Array.of(1, 2, 3));
      file.add("/processing/ecephys/units/spike_times_index", Float64Array.of(1, 3));
    }, "empty.nwb");
    expect([...(await session.units()).array("unit_id")]).toEqual([7, 9]);
    expect((await session.spikeTimes()).get(9)).toEqual(Float64Array.of(2, 3));
    await session.close();
  });

  it("reads waveforms that are one cube", async () => {
    const session = await openSession(nwbFile("n01_lab_everything"), { warn: () => {} });
    const waveform = (await session.meanWaveforms({ unitIds: [7] })).get(7)!;
    expect(waveform.shape).toEqual([3, 12]);
    const tables = nwbAnswer("n01_lab_everything").tables as Record<
      string,
      { columns: { name: string; values: number[][][] }[] }
    >;
    const cube = tables["/units"]!.columns.find(({ name }) => name === "waveform_mean")!.values[1]!;
    expect(waveform.at(2, 5)).toBeCloseTo(cube[5]![2]!, 12);
    expect(waveform.at(0, 11)).toBeCloseTo(cube[11]![0]!, 12);
    await session.close();
  });
});
