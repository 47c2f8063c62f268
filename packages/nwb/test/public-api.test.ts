import { expect, test } from "vitest";
import * as entry from "../src/index.ts";
import * as node from "../src/node.ts";

test("exports exactly the documented names", () => {
  expect(Object.keys(entry).sort()).toMatchInlineSnapshot(`
    [
      "BehaviorEcephysSession",
      "EcephysSession",
      "LazyDataArray",
      "NwbRecording",
      "NwbSeries",
      "encodePng",
      "naturalMovieReader",
      "naturalSceneReader",
      "nwbReaders",
      "openBehaviorSession",
      "openHdf5Array",
      "openMovie",
      "openNpy",
      "openNwb",
      "openSession",
      "readNpy",
      "readTiff",
    ]
  `);
  expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
    [
      "nwbReaders",
      "openBehaviorSession",
      "openNwb",
      "openSession",
    ]
  `);
});
