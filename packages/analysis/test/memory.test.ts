import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { DataArray } from "@ecephys/core";
import { type ColumnTable, table } from "arquero";
import { expect, it } from "vitest";
import * as analysis from "../src/index.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const UNITS = 60;
const SPIKES = 800;
const TRIALS = 600;
/** What an analysis may take besides its result: windows, counts of a unit and the like, all of which are garbage after it. */
const BLOCK = 2 ** 20;

const spikeTimes = new Map(
  Array.from({ length: UNITS }, (_, u) => [
    u,
    Float64Array.from({ length: SPIKES }, (_, i) => ((i + u / UNITS) * TRIALS) / SPIKES),
  ]),
);
const presentations = table({
  stimulus_presentation_id: Float64Array.from({ length: TRIALS }, (_, i) => i),
  start_time: Float64Array.from({ length: TRIALS }, (_, i) => i),
  stop_time: Float64Array.from({ length: TRIALS }, (_, i) => i + 1),
  duration: new Float64Array(TRIALS).fill(1),
  stimulus_condition_id: Float64Array.from({ length: TRIALS }, (_, i) => i % 300),
  stimulus_name: new Array(TRIALS).fill("gabors"),
  x_position: Float64Array.from({ length: TRIALS }, (_, i) => i % 20),
  y_position: Float64Array.from({ length: TRIALS }, (_, i) => i % 15),
});
const data = { spikeTimes, presentations };

function bytesOf(result: DataArray | ColumnTable): number {
  if ("data" in result && ArrayBuffer.isView(result.data)) return result.data.byteLength;
  const { numCols, numRows } = result as ColumnTable;
  return numCols.call(result) * numRows.call(result) * Float64Array.BYTES_PER_ELEMENT;
}

const binEdges = Float64Array.from({ length: 41 }, (_, i) => i / 40);
const CALLS: Readonly<Record<string, () => DataArray | ColumnTable>> = {
  psth: () => analysis.psth(data, { by: "stimulus_condition_id", window: [0, 0.5], smooth: 0.02 }),
  presentationwiseSpikeCounts: () => analysis.presentationwiseSpikeCounts(data, { binEdges }),
  "presentationwiseSpikeCounts, units first": () =>
    analysis.presentationwiseSpikeCounts(data, { binEdges, unitsFirst: true, dtype: "float64" }),
  presentationwiseSpikeTimes: () => analysis.presentationwiseSpikeTimes(data),
  rasterTable: () => analysis.rasterTable(data, { window: [-0.5, 2] }),
  conditionwiseSpikeStatistics: () => analysis.conditionwiseSpikeStatistics(data, { useRates: true }),
  receptiveField: () => analysis.receptiveField(data),
  firingRates: () => analysis.firingRates(data, { by: "stimulus_condition_id" }),
  correlograms: () => analysis.correlograms(data, { window: 0.02 }),
};

it.each(Object.entries(CALLS))("%s takes the memory of its result and of one block", (_, call) => {
  collectGarbage();
  const before = process.memoryUsage().arrayBuffers;
  const result = call();
  const taken = process.memoryUsage().arrayBuffers - before;
  const own = bytesOf(result);
  expect(own).toBeGreaterThan(50_000);
  expect(taken).toBeLessThan(own + BLOCK);
});
