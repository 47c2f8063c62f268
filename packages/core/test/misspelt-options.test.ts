import { memoryStorage } from "@ecephys/files";
import { refusesMisspeltOptions } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import * as entry from "../src/index.ts";

const { CHANNELS, PROBES, SESSIONS, tableFromRecords, UNITS } = entry;
const table = tableFromRecords(SESSIONS, [{ id: 1 }]);
const raw = {
  sessions: table,
  probes: tableFromRecords(PROBES, []),
  channels: tableFromRecords(CHANNELS, []),
  units: tableFromRecords(UNITS, []),
};
const csv = new TextEncoder().encode("id,snr\n1,2\n");
const array = { dims: ["time"], shape: [1], data: Float64Array.of(1) };
const calling = { resource: "a number", read: async () => 1, fetch: async () => 1, write: async () => {} };
const oneFile = { storage: memoryStorage(), path: "file", resource: "a file", read: async () => 1 };

/** Opening a project cache, and its methods, are tested in test/project. */
const TESTED_ELSEWHERE = ["EcephysProjectCache", "createProjectCache", "projectCacheOptions"];

describe("@ecephys/core", () => {
  refusesMisspeltOptions(
    entry,
    {
      DataArray: ["attributes", (wrong) => new entry.DataArray({ ...array, ...wrong })],
      filterUnits: ["filterByValidity", (wrong) => entry.filterUnits(raw.units, wrong)],
      readCsv: ["resource", (wrong) => entry.readCsv(csv, UNITS, wrong)],
      callCaching: ["fetchTries", (wrong) => entry.callCaching({ ...calling, ...wrong })],
      oneFileCallCaching: [
        "onWait",
        (wrong) => entry.oneFileCallCaching({ ...oneFile, fetch: async () => csv, ...wrong }),
      ],
      openManifest: ["version", (wrong) => entry.openManifest(memoryStorage(), wrong)],
    },
    [
      ...TESTED_ELSEWHERE,
      "EcephysError",
      "FetchedFile",
      "Manifest",
      "ManifestBuilder",
      "NotKept",
      "correctionsOf",
      "isEcephysError",
      "memoryStorage",
      "parseWhere",
      "tableFromColumns",
      "tableFromRecords",
      "where",
      "writeCsv",
    ],
  );
});

it("reads a CSV without options", () => {
  expect(entry.readCsv(csv, UNITS).get("snr", 0)).toBe(2);
  expect(() => entry.readCsv(new TextEncoder().encode("id\nx\n"), UNITS)).toThrow("the file");
});

it("names the nearest dimension of an array", () => {
  const selecting = () => new entry.DataArray(array).isel({ tiem: 0 });
  expect(selecting).toThrow('there is no dimension "tiem". Did you mean time?');
});
