import { isEcephysError } from "@ecephys/files";
import { table } from "arquero";
import { describe, expect, it } from "vitest";
import { presentationwiseSpikeCounts, type SpikeData } from "../src/index.ts";

const presentations = table({
  stimulus_presentation_id: [7, 8],
  start_time: [10, 11],
  stop_time: [10.5, 11.5],
});
const data: SpikeData = {
  spikeTimes: new Map([
    [2, Float64Array.of(10, 10.1, 10.1, 11.2)],
    [1, Float64Array.of()],
  ]),
  presentations,
};

describe("presentationwiseSpikeCounts", () => {
  it("counts a spike on an inner edge once, and one on the last edge", () => {
    const counts = presentationwiseSpikeCounts(
      {
        spikeTimes: new Map([[1, Float64Array.of(0, 0.05, 0.1, 0.1, 0.2)]]),
        presentations: table({ id: [0], start_time: [0] }),
      },
      { binEdges: [0, 0.05, 0.1, 0.2] },
    );
    expect([...counts.data]).toEqual([1, 1, 3]);
  });

  it("keeps the order of the ids given", () => {
    const counts = presentationwiseSpikeCounts(data, {
      binEdges: [0, 0.5],
      stimulusPresentationIds: [8, 7],
      unitIds: [1, 2],
    });
    expect([...counts.coord("stimulus_presentation_id")]).toEqual([8, 7]);
    expect([...counts.coord("unit_id")]).toEqual([1, 2]);
    expect([...counts.data]).toEqual([0, 1, 0, 3]);
  });

  it("sorts spikes that are out of order in the file", () => {
    const spikeTimes = new Map([[2, Float64Array.of(11.2, 10.1, 10)]]);
    const counts = presentationwiseSpikeCounts({ spikeTimes, presentations }, { binEdges: [0, 0.5] });
    expect([...counts.data]).toEqual([2, 1]);
    expect([...spikeTimes.get(2)!]).toEqual([11.2, 10.1, 10]);
  });

  it("refuses a count that does not fit into its type", () => {
    const crowded = { spikeTimes: new Map([[5, new Float64Array(300).fill(10)]]), presentations };
    const count = (dtype?: "uint8") =>
      presentationwiseSpikeCounts(crowded, { binEdges: [0, 0.1], stimulusPresentationIds: 7, dtype });
    expect([...count().data]).toEqual([300]);
    expect(() => count("uint8")).toThrow(/256 spikes.*dtype/);
  });

  it.each([
    ["bins out of order", { binEdges: [0, 0.2, 0.1] }, /row 0, bin 1: 0.2 to 0.1/],
    ["a single edge", { binEdges: [0] }, /a single edge does not make a bin/],
    [
      "a type that there is not",
      { binEdges: [0, 1], dtype: "uint64" as "uint8" },
      /a type .* expected, not "uint64".*uint16/,
    ],
    ["an edge that is no number", { binEdges: [0, Number.NaN] }, /edge 1 of row 0 is not a number/],
    [
      "a callback that loses edges",
      { binEdges: [0, 1], timeDomainCallback: () => [1] },
      /gave 1 edges for 4/,
    ],
    [
      "a callback that reorders",
      { binEdges: [0, 1], timeDomainCallback: (d: Float64Array) => d.slice().reverse() },
      /row 0, bin 0/,
    ],
  ])("refuses %s", (_, options, message) => {
    expect(() => presentationwiseSpikeCounts(data, options)).toThrow(message);
    expect(() => presentationwiseSpikeCounts(data, options)).toThrow(
      expect.toSatisfy((error) => isEcephysError(error, "argument")),
    );
  });

  it("lets a callback put edges in order", () => {
    const counts = presentationwiseSpikeCounts(data, {
      binEdges: [0.5, 0],
      stimulusPresentationIds: 7,
      unitIds: 2,
      timeDomainCallback: (domain) => domain.slice().sort(),
    });
    expect([...counts.data]).toEqual([3]);
  });

  it.each([
    ["unit", { unitIds: [1, 99, 98] }, /units 99, 98/],
    ["presentation", { stimulusPresentationIds: 1000 }, /stimulus presentation 1000/],
  ])("names an unknown %s", (_, selection, message) => {
    const count = () => presentationwiseSpikeCounts(data, { binEdges: [0, 1], ...selection });
    expect(count).toThrow(message);
    expect(count).toThrow(expect.toSatisfy((error) => isEcephysError(error, "not-found")));
  });

  it("warns of wide binarized bins, overlaps and empty selections", () => {
    const warnings: string[] = [];
    const warn = (message: string) => warnings.push(message);
    presentationwiseSpikeCounts(data, { binEdges: [0, 0.1, 2], binarize: true, warn });
    presentationwiseSpikeCounts(data, { binEdges: [0, 0.001], binarize: true, unitIds: [], warn });
    expect(warnings).toEqual([
      expect.stringMatching(/binarizing bins of up to 1.9 s/),
      expect.stringMatching(/1 neighbouring time windows overlap, by up to 1 s/),
      "no unit is selected",
    ]);
  });
});

it("counts the same in either order of memory, of more presentations than are counted at a time, in any order", () => {
  const [units, trials, bins] = [64, 500, 50];
  const spikeTimes = new Map(
    Array.from({ length: units }, (_, u) => [
      u,
      Float64Array.from({ length: 700 + u }, (_, i) => i * 0.8 + u / 64),
    ]),
  );
  const start_time = Float64Array.from({ length: trials }, (_, i) => (i * 331) % trials);
  const presentations = table({ id: start_time.map((_, i) => i), start_time });
  const binEdges = Float64Array.from({ length: bins + 1 }, (_, edge) => edge / bins);
  const options = { binEdges, dtype: "int32" } as const;
  const counts = presentationwiseSpikeCounts({ spikeTimes, presentations }, options);
  const byUnit = presentationwiseSpikeCounts({ spikeTimes, presentations }, { ...options, unitsFirst: true });
  expect(counts.data.byteLength).toBeGreaterThan(3 * 2 ** 21);
  const transposed = counts.data.map((_, i) => {
    const [u, row] = [i % units, Math.floor(i / units)];
    return byUnit.data[u * trials * bins + row]!;
  });
  expect(Buffer.compare(new Uint8Array(counts.data.buffer), new Uint8Array(transposed.buffer))).toBe(0);
  const inTrials = [...spikeTimes.values()].flatMap((times) => [...times.filter((at) => at < trials)]);
  expect(Int32Array.from(counts.data).reduce((sum, one) => sum + one)).toBeGreaterThan(inTrials.length);
});

it("refuses more counts than fit into memory, before anything is counted", () => {
  const spikeTimes = new Map(Array.from({ length: 100_000 }, (_, id) => [id, Float64Array.of()]));
  const presentations = table({ id: [0], start_time: [0] });
  const binEdges = Float64Array.from({ length: 2 ** 20 }, (_, edge) => edge);
  expect(() =>
    presentationwiseSpikeCounts({ spikeTimes, presentations }, { binEdges, dtype: "float64" }),
  ).toThrow(
    /failed for 1 × 1048575 × 100000 values \(presentations × bins × units\): they do not fit into memory\. Select fewer/,
  );
});
