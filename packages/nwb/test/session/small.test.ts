import { readFileSync } from "node:fs";
import { refusal } from "@ecephys/fixtures/testing";
import type { ColumnTable } from "arquero";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EcephysSession } from "../../src/index.ts";
import { openSession } from "../../src/node.ts";
import { fileOf } from "../files.ts";

const columnOf = (table: ColumnTable, name: string) => Array.from(table.column(name) as Iterable<unknown>);

/** The same session as Python writes it today, in the layout of 2019 as MATLAB writes it, and in matrices. */
describe.each(["small.nwb", "other-writer.nwb", "matrices.nwb"])("%s", (name) => {
  let session: EcephysSession;
  const warnings: string[] = [];
  beforeAll(async () => {
    session = await openSession(fileOf(name), { warn: (message) => warnings.push(message) });
  });
  afterAll(() => session.close());

  it("knows itself", async () => {
    expect(await session.ecephysSessionId()).toBe(123);
    expect(await session.sessionStartTime()).toEqual(new Date("2019-01-02T03:04:05Z"));
    expect(await session.subjectMetadata()).toEqual({
      specimen_name: "Someone",
      age_in_days: 100,
      full_genotype: null,
      strain: null,
      sex: "F",
      stimulus_name: "brain_observatory_1.1",
      subject_id: null,
      age: null,
      species: null,
    });
    expect(await session.rigEquipmentName()).toBeUndefined();
    expect(await session.getPupilData()).toBeUndefined();
    expect(warnings.filter((warning) => warning.includes("version"))).toEqual([]);
  });

  it("has probes and valid channels, with structures of the file less their subregion", async () => {
    expect((await session.probes()).objects()).toEqual([
      {
        id: 10,
        description: "probeA",
        location: "See electrode locations",
        sampling_rate: 30000,
        lfp_sampling_rate: 1250,
        has_lfp_data: true,
      },
      expect.objectContaining({ id: 11, description: "probeB" }),
    ]);
    const channels = await session.channels();
    expect(columnOf(channels, "id")).toEqual([100, 101, 102]);
    expect(columnOf(channels, "structure_acronym")).toEqual(["VISp", "LGd", null]);
    expect(columnOf(channels, "probe_channel_number")).toEqual([0, 1, 0]);
    expect(await session.structureAcronyms()).toEqual(["VISp", "LGd", null]);
    expect(await session.channelStructureIntervals([101, 100, 102])).toEqual({
      labels: ["LGd", "VISp", null],
      intervals: Int32Array.of(0, 1, 2, 3),
    });
  });

  it("has the units that pass, sorted along the probe", async () => {
    const units = await session.units();
    expect(columnOf(units, "unit_id")).toEqual([2, 1]);
    expect(columnOf(units, "probe_description")).toEqual(["probeA", "probeA"]);
    expect(units.column("firing_rate")).toEqual(Float64Array.of(2, 1));
    expect(units.column("unit_id")).toBeInstanceOf(Float64Array);
    expect(units.columnNames()).not.toContain("quality");
    expect((await session.structurewiseUnitCounts()).objects()).toEqual([
      { ecephys_structure_acronym: "VISp", unit_count: 1 },
      { ecephys_structure_acronym: "LGd", unit_count: 1 },
    ]);
  });

  it("gives spikes and waveforms of its units", async () => {
    expect([...(await session.spikeTimes())]).toEqual([
      [2, new Float64Array()],
      [1, Float64Array.of(0.5, 1.5, 2.5)],
    ]);
    expect([...(await session.spikeAmplitudes({ unitIds: 1 }))]).toEqual([
      [1, Float64Array.of(5e-5, 6e-5, 7e-5)],
    ]);
    const waveform = (await session.meanWaveforms({ unitIds: [1] })).get(1)!;
    expect(waveform.data).toEqual(Float32Array.of(0, 1, 2, 3));
    expect(waveform.coords).toEqual({
      channel_id: Float64Array.of(100, 101),
      time: Float64Array.of(0, 1 / 30000),
    });
    expect(await refusal(session.spikeTimes({ unitIds: [3] }))).toMatch(/^not-found: .*unit 3/);
  });

  it("puts presentations in order and gives them today's names", async () => {
    const table = await session.stimulusPresentations();
    expect(columnOf(table, "start_time")).toEqual([0, 1, 2, 3, 4]);
    expect(table.columnNames()).toEqual([
      "stimulus_presentation_id",
      "stimulus_block",
      "start_time",
      "stop_time",
      "orientation",
      "phase",
      "stimulus_name",
      "duration",
      "stimulus_condition_id",
    ]);
    const conditions = await session.stimulusConditions();
    expect(columnOf(conditions, "phase")).toEqual([null, 0.5, [0.5, 0.25]]);
    expect((await session.getStimulusTable("gabors")).numRows()).toBe(name === "small.nwb" ? 1 : 3);
  });

  it("names the missing ids", async () => {
    expect(await refusal(session.runningSpeed())).toMatch(/^not-found: .*\/processing\/running/);
    expect(await refusal(session.rawRunningData())).toMatch(/raw_running_wheel_rotation/);
    expect(await refusal(session.getLfp(11))).toMatch(/^not-found: .*probe 11.*lfp/);
    expect(await refusal(session.getLfp(12))).toMatch(/^not-found: .*probe 12/);
    expect((await session.optogeneticStimulationEpochs()).numRows()).toBe(0);
  });
});

describe("unit filters", () => {
  const count = async (options: Parameters<typeof openSession>[1]) => {
    const session = await openSession(fileOf("small.nwb"), { warn: () => {}, ...options });
    const units = await session.units();
    await session.close();
    return columnOf(units, "unit_id");
  };

  it("take 0 for 0 and null for no limit, and look at structures and validity", async () => {
    expect(await count({ amplitudeCutoffMaximum: 0 })).toEqual([2]);
    expect(await count({ amplitudeCutoffMaximum: null })).toEqual([2, 1]);
    expect(await count({ filterOutOfBrainUnits: false })).toEqual([2, 1, 3]);
    expect(await count({ filterByValidity: false, filterOutOfBrainUnits: false })).toEqual([2, 1, 3, 4]);
    await expect(count({ isiViolationsMaximum: Number.NaN })).rejects.toMatchObject({ code: "argument" });
  });
});

describe("masking", () => {
  it("leaves a presentation that touches an invalid time its times only", async () => {
    const session = await openSession(readFileSync(fileOf("small.nwb")), { warn: () => {} });
    const table = await session.stimulusPresentations();
    expect(columnOf(table, "stimulus_name")).toEqual([
      "spontaneous",
      "gabors",
      "invalid_presentation",
      "invalid_presentation",
      "spontaneous",
    ]);
    expect(table.object(3)).toEqual({
      stimulus_presentation_id: 3,
      stimulus_block: Number.NaN,
      start_time: 3,
      stop_time: 4,
      stimulus_name: "invalid_presentation",
      orientation: Number.NaN,
      phase: null,
      duration: Number.NaN,
      stimulus_condition_id: Number.NaN,
    });
    expect(columnOf(await session.getStimulusEpochs(), "stimulus_name")).toEqual([
      "spontaneous",
      "gabors",
      "invalid_presentation",
      "spontaneous",
    ]);
    expect((await session.invalidTimes()).objects()).toEqual([
      { id: 0, start_time: 2.5, stop_time: 3, tags: ["EcephysSession", "123", "stimulus"] },
    ]);
    expect(await session.getStimulusParameterValues({ dropNulls: false })).toEqual({
      orientation: [0, null],
      phase: [0.5, null],
    });
    expect(await refusal(session.getStimulusParameterValues({ stimulusPresentationIds: 5 }))).toMatch(
      /presentations 0 to 4/,
    );
    await session.close();
  });
});
