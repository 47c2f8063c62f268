import * as arquero from "arquero";
import { expect, test } from "vitest";
import * as builtIn from "../src/arquero.ts";
import * as columns from "../src/columns.ts";
import * as entry from "../src/index.ts";
import * as node from "../src/node.ts";
import * as testing from "../src/testing.ts";

test("exports its documented API", () => {
  expect(Object.keys(entry).sort()).toMatchInlineSnapshot(`
    [
      "CHANNELS",
      "CHANNELS_KEY",
      "CORRECTIONS",
      "DataArray",
      "EcephysError",
      "EcephysProjectCache",
      "FILE_KINDS",
      "FetchedFile",
      "KEPT",
      "MANIFEST_VERSION",
      "Manifest",
      "ManifestBuilder",
      "NATURAL_MOVIE_DIR_KEY",
      "NATURAL_MOVIE_KEY",
      "NATURAL_SCENE_DIR_KEY",
      "NATURAL_SCENE_KEY",
      "NotKept",
      "PROBES",
      "PROBES_KEY",
      "PROBE_LFP_NWB_KEY",
      "SESSIONS",
      "SESSIONS_KEY",
      "SESSION_ANALYSIS_METRICS_KEY",
      "SESSION_DIR_KEY",
      "SESSION_NWB_KEY",
      "SUPPRESS_FROM_CHANNELS",
      "SUPPRESS_FROM_PROBES",
      "SUPPRESS_FROM_SESSION_TABLE",
      "SUPPRESS_FROM_UNITS",
      "TYPEWISE_ANALYSIS_METRICS_KEY",
      "UNITS",
      "UNITS_KEY",
      "UNIT_ANALYSIS_METRICS",
      "UNIT_FILTER_DEFAULTS",
      "callCaching",
      "correctionsOf",
      "createProjectCache",
      "filterUnits",
      "isEcephysError",
      "memoryStorage",
      "oneFileCallCaching",
      "openManifest",
      "parseWhere",
      "projectCacheOptions",
      "readCsv",
      "tableFromColumns",
      "tableFromRecords",
      "where",
      "writeCsv",
    ]
  `);
  expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
    [
      "directoryStorage",
      "findManifests",
      "openProjectCache",
    ]
  `);
  expect(Object.keys(columns).sort()).toEqual([
    "DESCRIBED_TABLES",
    "PROJECT_TABLES",
    "STIMULUS_NAMES",
    "columnInfo",
    "describeColumns",
  ]);
  expect(Object.keys(testing).sort()).toMatchInlineSnapshot(`
    [
      "fetchApiContract",
      "refusingFetchApiContract",
    ]
  `);
});

test("exports everything of Arquero that needs neither files nor URLs", () => {
  const left = Object.keys(arquero).filter((name) => !(name in builtIn));
  expect(left.sort()).toEqual([
    "fromArrowStream",
    "fromCSVStream",
    "fromFixedStream",
    "fromJSONStream",
    "loadArrow",
    "loadCSV",
    "loadFixed",
    "loadJSON",
  ]);
  expect(
    builtIn
      .table({ id: [1, 2] })
      .filter((d) => [2].includes(d.id as number))
      .numRows(),
  ).toBe(1);
});
