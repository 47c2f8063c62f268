import { expect, test } from "vitest";
import * as entry from "../src/index.ts";

test("exports exactly the documented names", () => {
  expect(Object.keys(entry).sort()).toMatchInlineSnapshot(`
    [
      "conditionwiseSpikeStatistics",
      "firingRates",
      "optotaggingResponse",
      "presentationwiseSpikeCounts",
      "presentationwiseSpikeTimes",
      "psth",
      "rasterTable",
      "receptiveField",
    ]
  `);
});
