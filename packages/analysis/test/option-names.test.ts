import { table } from "arquero";
import { expect, test } from "vitest";
import * as analysis from "../src/index.ts";

const presentations = table({
  id: [0],
  start_time: [0],
  stop_time: [1],
  duration: [1],
  stimulus_condition_id: [0],
});
const data = { spikeTimes: new Map([[4, Float64Array.of(1, 2)]]), presentations, epochs: presentations };

/** Each analysis, a misspelt option and the one that is meant. */
const ANALYSES: readonly (readonly [name: string, misspelt: string, meant: string])[] = [
  ["conditionwiseSpikeStatistics", "useRate", "useRates"],
  ["firingRates", "unitID", "unitIds"],
  ["optotaggingResponse", "epochId", "epochIds"],
  ["presentationwiseSpikeCounts", "binEdge", "binEdges"],
  ["presentationwiseSpikeTimes", "unitId", "unitIds"],
  ["psth", "smoth", "smooth"],
  ["rasterTable", "windows", "window"],
  ["receptiveField", "stimulusNames", "stimulusName"],
];

test.each(ANALYSES)("%s refuses the option %s: did you mean %s?", (name, misspelt, meant) => {
  const call = (analysis as unknown as Record<string, (data: unknown, options: unknown) => unknown>)[name]!;
  expect(() => call(data, { [misspelt]: [1] })).toThrow(
    `failed for the option ${misspelt}: there is no such option. Did you mean ${meant}?`,
  );
});

test("every function of the package is in the table", () => {
  expect(ANALYSES.map(([name]) => name)).toEqual(Object.keys(analysis).sort());
});
