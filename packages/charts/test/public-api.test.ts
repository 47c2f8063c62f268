import { expect, test } from "vitest";
import * as entry from "../src/index.ts";
import * as node from "../src/node.ts";

test("exports exactly the documented names", () => {
  expect(Object.keys(entry).sort()).toMatchInlineSnapshot(`
    [
      "Figure",
      "SESSION_FIGURES",
      "correlogram",
      "csd",
      "csdOfStretch",
      "eye",
      "lfp",
      "movieFrame",
      "overTime",
      "psth",
      "psthHeatmap",
      "qualityMetrics",
      "raster",
      "receptiveField",
      "running",
      "scene",
      "sessionFigure",
      "sessionReport",
      "stimulusTimeline",
      "structures",
      "tuningCurve",
      "unitsByDepth",
      "waveforms",
    ]
  `);
});

test("exports the same names for Node", () => {
  expect(Object.keys(node).sort()).toEqual(Object.keys(entry).sort());
});
