import { autoCorrelogram, crossCorrelogram } from "@ecephys/analysis";
import { nwbFile } from "@ecephys/fixtures";
import { refusal } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NwbRecording } from "../../src/index.ts";
import { openNwb } from "../../src/node.ts";
import { bytesOf } from "../files.ts";

const warnings: string[] = [];
const warn = (message: string) => warnings.push(message);
let lab: NwbRecording;
let faults: NwbRecording;
let candidates: NwbRecording;
let series: NwbRecording;
beforeAll(async () => {
  const names = ["n01_lab_everything", "n10_faults", "n14_candidates", "n13_series_zoo"];
  [lab, faults, candidates, series] = (await Promise.all(
    names.map((name) => openNwb(nwbFile(name), { warn })),
  )) as [NwbRecording, NwbRecording, NwbRecording, NwbRecording];
});
afterAll(() => Promise.all([lab, faults, candidates, series].map((file) => file.close())));

describe("names", () => {
  it("stand for a path where only one has them, and are refused with the paths elsewhere", async () => {
    expect((await lab.series("running_speed")).path).toBe("/processing/behavior/running/running_speed");
    expect((await lab.series("processing/behavior/Position/xy")).dims).toEqual(["time", "channel"]);
    expect(await refusal(candidates.table("units"))).toMatch(
      /^not-found: .*2 have that name.*\/processing\/ks2\/units.*\/processing\/ks3\/units/,
    );
    expect(await refusal(lab.intervals("trails"))).toMatch(/^not-found: .*Did you mean trials\?/);
    expect(await refusal(lab.intervals("/units"))).toMatch(/"\/units" is of the kind "units"/);
    expect((await lab.intervals("trials")).numRows()).toBe(8);
  });

  it("are those of a table's columns where some are asked for", async () => {
    const trials = await lab.intervals("trials", { columns: ["contrast", "start_time"] });
    expect(trials.columnNames()).toEqual(["id", "contrast", "start_time"]);
    expect(await refusal(lab.intervals("trials", { columns: ["contrst"] }))).toMatch(
      /^not-found: .*\/intervals\/trials\).*"contrst".*Did you mean contrast\?/,
    );
  });
});

describe("units", () => {
  it("are none where several tables could be meant, with one warning", async () => {
    expect(await candidates.units()).toBeUndefined();
    expect(await candidates.spikeTimes()).toBeUndefined();
    expect(warnings.filter((text) => text.includes("2 could be meant"))).toHaveLength(1);
  });

  it("give spikes of those asked for, in their order, and refuse ids that are unknown or shared", async () => {
    const spikes = (await lab.spikeTimes({ unitIds: [9, 4] }))!;
    expect([...spikes.keys()]).toEqual([9, 4]);
    expect(spikes.get(9)).toHaveLength(0);
    expect(spikes.get(4)![0]).toBe(1.057172);
    expect(await refusal(lab.spikeTimes({ unitIds: 5 }))).toMatch(/^not-found: .*unit 5.*6 units/);
    expect(await refusal(faults.spikeTimes({ unitIds: [12] }))).toMatch(/^argument: .*unit 12: 2 rows/);
    expect([...(await faults.spikeTimes())!.keys()]).toEqual([10, 11, 14, 15]);
  });
});

describe("a series", () => {
  it("is sliced by time and channel, in its unit", async () => {
    const lfp = await lab.series("ElectricalSeriesAP");
    expect(lfp.unit).toBe("volts");
    const part = await lfp.sel({ time: { from: 1.25, to: 1.2501 }, channel: [1007, 1000] });
    expect(part.shape).toEqual([4, 2]);
    expect(part.coord("channel")).toEqual(Float64Array.of(1007, 1000));
    const whole = await lfp.isel({ time: { start: 0, end: 4 } });
    expect(part.at(2, 0)).toBe(whole.at(2, 7));
    expect((await lfp.isel({ time: 3, channel: -1 })).data).toEqual(Float64Array.of(whole.at(3, 7)!));
    expect(await refusal(lfp.sel({ channel: 3 }))).toMatch(/^not-found: /);
    expect(await refusal(lfp.sel({ tiem: 3 } as never))).toMatch(/Did you mean time/);
  });

  it("is a table of what is asked for, whatever its samples are", async () => {
    const speed = await (await lab.series("running_speed")).table({ from: 1, to: 1.1 });
    expect(speed.columnNames()).toEqual(["time", "value"]);
    expect(speed.array("time").every((time) => time >= 1 && time <= 1.1)).toBe(true);
    const notes = await (await series.series("notes")).table({ to: 2 });
    expect(notes.objects()).toEqual([
      { time: 0, value: "start" },
      { time: 1.5, value: "ü licked" },
    ]);
    const images = await series.series("frames");
    expect(images.dims).toEqual(["time", "channel", "dim_2"]);
    expect((await images.isel({ time: 1 })).shape).toEqual([4, 3]);
    expect(await refusal(images.table())).toMatch(/one of one or two dimensions/);
  });

  it("says where its frames are, and what is wrong with its conversions", async () => {
    expect(await refusal((await series.series("video")).load())).toMatch(/^not-found: .*a\.avi, b\.avi/);
    expect(await refusal((await faults.series("wrong_channel_count")).load())).toMatch(
      /^format: .*2 channel conversions do not fit its 4 channels/,
    );
  });
});

describe("an analysis", () => {
  it("takes any table of intervals, any of its times, and tells groups apart", async () => {
    const options = { intervals: "trials", unitIds: [4, 100], window: [0, 1], binSize: 0.5 } as const;
    const rates = await lab.psth({ ...options, by: "stimulus" });
    expect(rates.dims).toEqual(["stimulus", "unit_id", "time_relative_to_stimulus_onset"]);
    expect(rates.coord("stimulus")).toEqual(["N/A", "left", "right"]);
    expect(rates.coord("interval_count")).toEqual(Float64Array.of(2, 3, 3));
    const left = await lab.psth({ ...options, intervalIds: [10, 13, 16] });
    expect(Array.from(rates.sel({ stimulus: "left" }).data)).toEqual(Array.from(left.data));
    expect((await lab.psth({ ...options, by: "contrast" })).coord("contrast")).toEqual(
      Float64Array.of(0.1, 0.5),
    );
    expect(warnings).toContainEqual('2 rows are left out of trials, without "contrast"; 6 rows remain.');
    expect((await lab.psth({ ...options, by: "correct" })).coord("correct")).toEqual(["false", "true"]);
  });

  it("leaves out rows without the time, and says how many", async () => {
    const ticks = await lab.rasterTable({ intervals: "trials", align: "stop_time", window: [-5, 0] });
    expect(ticks.columnNames()).toContain("interval_id");
    expect(warnings).toContainEqual('1 row is left out of trials, without "stop_time"; 7 rows remain.');
  });

  it("counts and summarises spikes of intervals", async () => {
    const counts = await lab.spikeCounts({ intervals: "epochs", binEdges: [0, 5, 10], unitIds: 4 });
    expect(counts.dims[0]).toBe("interval_id");
    expect(Array.from(counts.data)).toEqual([1, 3, 0, 1]);
    const statistics = await lab.spikeStatistics({
      intervals: "trials",
      by: ["stimulus", "correct"],
      unitIds: 4,
    });
    expect(statistics.columnNames().slice(0, 3)).toEqual(["unit_id", "stimulus", "correct"]);
    const rates = await lab.firingRates({ intervals: "epochs", unitIds: [4] });
    expect(rates.get("spike_count", 0)).toBe(5);
    const spikes = await lab.spikesDuring({ intervals: "epochs", unitIds: [4] });
    expect(spikes.numRows()).toBe(5);
  });

  it("counts pairs of spikes within intervals, in a range of time, or in all of it", async () => {
    const lags = { unitIds: [4, 7], window: 2, binSize: 1 };
    const spikes = (await lab.spikeTimes({ unitIds: [4, 7] }))!;
    const own = (id: number, from = -Infinity, to = Infinity) =>
      spikes.get(id)!.filter((time) => time >= from && time < to);
    const all = await lab.correlograms(lags);
    expect(all.dims).toEqual(["unit_id", "second_unit_id", "lag"]);
    const { unitIds: _, ...bare } = lags;
    expect([...all.sel({ unit_id: 4, second_unit_id: 4 }).data]).toEqual([
      ...autoCorrelogram(own(4), bare).counts,
    ]);
    const range = await lab.correlograms({ ...lags, timeRange: [2, 8] });
    expect([...range.sel({ unit_id: 4, second_unit_id: 7 }).data]).toEqual([
      ...crossCorrelogram(own(4, 2, 8), own(7, 2, 8), bare).counts,
    ]);
    const epochs = await lab.intervals("epochs");
    const parts = Array.from(epochs.array("start_time"), (start, row) => {
      const stop = epochs.get("stop_time", row) as number;
      return crossCorrelogram(own(4, start, stop), own(7, start, stop), bare).counts;
    });
    const within = await lab.correlograms({ ...lags, unitIds: 4, secondUnitIds: 7, intervals: "epochs" });
    expect(within.attributes.intervals).toBe(parts.length);
    expect([...within.data]).toEqual(
      Array.from(parts[0]!, (_count, bin) => parts.reduce((sum, part) => sum + part[bin]!, 0)),
    );
    expect(await refusal(lab.correlograms({ by: "stimulus" }))).toMatch(/by.*given together with intervals/);
  });

  it("refuses columns, rows and options that there are not, with the nearest", async () => {
    expect(await refusal(lab.psth({ intervals: "trials", align: "start_tim" }))).toMatch(
      /^not-found: .*Did you mean start_time\?/,
    );
    expect(await refusal(lab.psth({ intervals: "trials", align: "stimulus" }))).toMatch(/holds no times/);
    expect(await refusal(lab.psth({ intervals: "trials", intervalIds: [3, 999] }))).toMatch(
      /^not-found: .*interval 3, 999: not among the ids of the 8 rows of trials/,
    );
    expect(
      await refusal(lab.firingRates({ intervals: "trials", by: ["stimulus", "correct"] as never })),
    ).toMatch(/^argument: .*by/);
    expect(await refusal(lab.psth({ interval: "trials" } as never))).toMatch(/Did you mean intervals/);
    expect(await refusal(series.psth({ intervals: "trials" }))).toMatch(/^not-found: /);
  });
});

it("refuses NWB 1, and says what reads it", async () => {
  expect(await refusal(openNwb(bytesOf("first.nwb")))).toMatch(
    /^format: .*version of NWB is .*only NWB 2 is read here.*h5py/,
  );
});

it("refuses what is asked after it was closed", async () => {
  const file = await openNwb(nwbFile("n09_minimal"));
  expect((await file.contents()).numRows()).toBe(0);
  expect(await file.subject()).toBeUndefined();
  await file.close();
  expect(await refusal(file.units())).toMatch(/^argument: .*closed/);
});
