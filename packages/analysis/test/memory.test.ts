import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { DataArray } from "@ecephys/core";
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
/** Enough of them for a matrix of all pairs. */
const many = {
  spikeTimes: new Map(Array.from({ length: 4 * UNITS }, (_, u) => [u, spikeTimes.get(u % UNITS)!])),
  presentations,
};

/** 2 s of 95 channels at 1250 Hz, as the LFP files of the Allen Institute have them. */
const [SAMPLES, CHANNELS] = [2500, 95];
const lfp = new DataArray({
  name: "LFP",
  dims: ["time", "channel"],
  shape: [SAMPLES, CHANNELS],
  coords: { time: Float64Array.from({ length: SAMPLES }, (_, s) => s / 1250) },
  data: Float32Array.from({ length: SAMPLES * CHANNELS }, (_, i) => Math.sin(i)),
});

type Found = DataArray | ColumnTable;
const CALLS: Readonly<Record<string, () => Found | Promise<Found>>> = {
  psth: () => analysis.psth(data, { by: "stimulus_condition_id", window: [0, 0.5], smooth: 0.02 }),
  presentationwiseSpikeCounts: () => analysis.presentationwiseSpikeCounts(data, { binEdges }),
  "presentationwiseSpikeCounts, units first": () =>
    analysis.presentationwiseSpikeCounts(data, { binEdges, unitsFirst: true, dtype: "float64" }),
  presentationwiseSpikeTimes: () => analysis.presentationwiseSpikeTimes(data),
  rasterTable: () => analysis.rasterTable(data, { window: [-0.5, 2] }),
  conditionwiseSpikeStatistics: () => analysis.conditionwiseSpikeStatistics(data, { useRates: true }),
  receptiveField: () => analysis.receptiveField(data),
  bandPass: () => analysis.bandPass(lfp, { band: [4, 80] }),
  bandPassInTurns: () => analysis.bandPassInTurns(lfp, { band: [4, 80] }),
  firingRates: () => analysis.firingRates(data, { by: "stimulus_condition_id" }),
  correlograms: () => analysis.correlograms(data, { window: 0.02 }),
  optotaggingResponse: () =>
    analysis.optotaggingResponse({ spikeTimes, epochs: presentations }, { by: "stimulus_condition_id" }),
  noiseCorrelations: () => analysis.noiseCorrelations(many),
  signalCorrelations: () => analysis.signalCorrelations(many),
  "presentationwiseStatistics of a stimulus": () =>
    analysis.receptiveFieldMapping(data).presentationwiseStatistics(),
  "conditionwiseStatistics of a stimulus": () =>
    analysis.receptiveFieldMapping(data).conditionwiseStatistics(),
  "conditionwisePsth of a stimulus": () =>
    analysis.receptiveFieldMapping(data).conditionwisePsth({ stimulusConditionIds: [0, 7, 3] }),
  "receptiveFields of a stimulus": () => analysis.receptiveFieldMapping(data).receptiveFields(),
};

it.each(Object.entries(CALLS))("%s takes the memory of its result and of one block", async (_, call) => {
  collectGarbage();
  const before = process.memoryUsage().arrayBuffers;
  const result = await call();
  const taken = process.memoryUsage().arrayBuffers - before;
  const own = bytesOf(result);
  expect(own).toBeGreaterThan(50_000);
  expect(taken).toBeLessThan(own + BLOCK);
});
