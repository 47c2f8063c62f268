import { expect, test } from "vitest";
import * as entry from "../src/index.ts";
import * as node from "../src/node.ts";

test("exports what it promises", () => {
  expect(Object.keys(entry).sort()).toMatchInlineSnapshot(`
    [
      "EcephysSession",
      "LazyDataArray",
      "conditionwiseSpikeStatistics",
      "encodePng",
      "firingRates",
      "naturalMovieReader",
      "naturalSceneReader",
      "nwbReaders",
      "openHdf5Array",
      "openMovie",
      "openNpy",
      "openSession",
      "optotaggingResponse",
      "presentationwiseSpikeCounts",
      "presentationwiseSpikeTimes",
      "psth",
      "rasterTable",
      "readNpy",
      "readTiff",
      "receptiveField",
    ]
  `);
  expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
    [
      "nwbReaders",
      "openHdf5",
      "openSession",
    ]
  `);
});
