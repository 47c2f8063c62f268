import * as analysis from "@ecephys/analysis";
import type { DataArray } from "@ecephys/core";
import { type ColumnTable, table } from "@ecephys/core/arquero";
import { nwbFile } from "@ecephys/fixtures";
import { refusal } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EcephysSession, EventSelection, NwbRecording } from "../../src/index.ts";
import { openNwb, openSession } from "../../src/node.ts";

const unitIds = [4, 100];
const binEdges = [0, 0.5, 1];
let recording: NwbRecording;
let session: EcephysSession;
let spikeTimes: ReadonlyMap<number, Float64Array>;
beforeAll(async () => {
  const bytes = nwbFile("n01_lab_everything");
  recording = await openNwb(bytes, { warn: () => {} });
  session = await openSession(bytes, { warn: () => {} });
  spikeTimes = (await recording.spikeTimes({ unitIds }))!;
});
afterAll(() => Promise.all([recording.close(), session.close()]));

type Answer = ColumnTable | DataArray;

/** Each analysis of a recording, of a session, and of bare arrays. */
const ANALYSES: Readonly<
  Record<
    string,
    {
      readonly recording: (options: EventSelection) => Promise<Answer>;
      readonly session: (options: EventSelection) => Promise<Answer>;
      readonly bare: (data: analysis.SpikeData) => Answer;
    }
  >
> = {
  psth: {
    recording: (options) => recording.psth({ ...options, unitIds, binSize: 0.1 }),
    session: (options) => session.psth({ ...options, unitIds, binSize: 0.1 }),
    bare: (data) => analysis.psth(data, { binSize: 0.1 }),
  },
  raster: {
    recording: (options) => recording.rasterTable({ ...options, unitIds, window: [-1, 1] }),
    session: (options) => session.rasterTable({ ...options, unitIds, window: [-1, 1] }),
    bare: (data) => analysis.rasterTable(data, { window: [-1, 1] }),
  },
  counts: {
    recording: (options) => recording.spikeCounts({ ...options, unitIds, binEdges }),
    session: (options) => session.presentationwiseSpikeCounts({ ...options, unitIds, binEdges }),
    bare: (data) => analysis.presentationwiseSpikeCounts(data, { binEdges }),
  },
  spikes: {
    recording: (options) => recording.spikesDuring({ ...options, unitIds }),
    session: (options) => session.presentationwiseSpikeTimes({ ...options, unitIds }),
    bare: (data) => analysis.presentationwiseSpikeTimes(data),
  },
  statistics: {
    recording: (options) => recording.spikeStatistics({ ...options, unitIds, useRates: true }),
    session: (options) => session.conditionwiseSpikeStatistics({ ...options, unitIds, useRates: true }),
    bare: (data) => analysis.conditionwiseSpikeStatistics(data, { useRates: true }),
  },
  rates: {
    recording: (options) => recording.firingRates({ ...options, unitIds }),
    session: (options) => session.firingRates({ ...options, unitIds }),
    bare: (data) => analysis.firingRates(data),
  },
  correlograms: {
    recording: (options) => recording.correlograms({ ...options, unitIds, window: 2, binSize: 0.5 }),
    session: (options) => session.correlograms({ ...options, unitIds, window: 2, binSize: 0.5 }),
    bare: (data) => analysis.correlograms(data, { window: 2, binSize: 0.5 }),
  },
};

/** Values by the names that they have of presentations. */
function plain(answer: Answer): unknown {
  if ("shape" in answer) return { shape: answer.shape, data: Array.from(answer.data) };
  const named = (name: string) =>
    name
      .replace("interval_id", "stimulus_presentation_id")
      .replace("interval_count", "stimulus_presentation_count");
  const columns = answer.columnNames().filter((name) => name !== "stimulus_condition_id");
  return Object.fromEntries(columns.map((name) => [named(name), Array.from(answer.array(name) as number[])]));
}

describe.each(Object.keys(ANALYSES))("%s", (name) => {
  const own = ANALYSES[name]!;

  it.each([
    ["trials", "start_time", "stop_time"],
    ["trials", "stop_time", "stop_time"],
    ["/intervals/epochs", "start_time", "stop_time"],
  ])(
    "of %s from %s to %s is that of bare arrays, in both kinds of session",
    async (intervals, align, until) => {
      const whole = await recording.intervals(intervals);
      const rows = Array.from({ length: whole.numRows() }, (_, row) => row).filter(
        (row) => !Number.isNaN(whole.get(align, row)),
      );
      const column = (of: string) => Float64Array.from(rows, (row) => whole.get(of, row) as number);
      const [start, stop] = [column(align), column(until)];
      const presentations = table({
        stimulus_presentation_id: column("id"),
        start_time: start,
        stop_time: stop,
        duration: stop.map((end, i) => end - start[i]!),
        stimulus_condition_id: new Float64Array(rows.length),
      });
      const expected = plain(own.bare({ spikeTimes, presentations }));
      expect(plain(await own.recording({ intervals, align, until }))).toEqual(expected);
      expect(plain(await own.session({ intervals, align, until }))).toEqual(expected);
    },
  );

  it("tells how far it is and ends with its signal, in both kinds of session", async () => {
    for (const kind of ["recording", "session"] as const) {
      const reason = new Error("enough");
      const signal = AbortSignal.abort(reason);
      await expect(own[kind]({ intervals: "trials", signal })).rejects.toBe(reason);
      expect(await refusal(own[kind]({ intervals: "trials", onProgres: () => {} } as never))).toMatch(
        /Did you mean onProgress/,
      );
    }
  });
});
