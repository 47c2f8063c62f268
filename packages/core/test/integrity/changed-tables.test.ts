import { readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { failure, newDirectory } from "@ecephys/fixtures/testing";
import { beforeEach, expect, it } from "vitest";
import { openProjectCache } from "../../src/open-project-cache.ts";
import { type LabBackend, labBackend } from "../project/backend.ts";

let directory: string;
let lab: LabBackend;
let warnings: string[];
const opened = (options: object = {}) =>
  openProjectCache({
    api: lab,
    manifest: join(directory, "manifest.json"),
    onWarning: (message) => warnings.push(message),
    ...options,
  });
const units = () => join(directory, "units.csv");
const fetches = () => lab.calls.filter((call) => call === "getUnits").length;
const rows = async (options: object = {}) => (await (await opened(options)).getUnits()).numRows();

let whole: number;
beforeEach(async () => {
  directory = newDirectory();
  lab = labBackend();
  warnings = [];
  whole = await rows();
});

/** Cuts the table at the end of its middle line, as an editor or a full disk may. */
function cut(): void {
  const text = readFileSync(units());
  truncateSync(units(), text.indexOf(10, text.length / 2) + 1);
}

it("a table that was cut at a line's end by another program is fetched again, with a warning", async () => {
  cut();
  expect(await rows()).toBe(whole);
  expect(fetches()).toBe(2);
  expect(warnings.join()).toMatch(/units\.csv: it has \d+ bytes, but \d+ were recorded.*another program/);
});

it("a table that was cut is an error where it cannot be fetched again, which says how to keep it", async () => {
  cut();
  const left = readFileSync(units());
  const error = await failure(rows({ offline: true }), "format");
  expect(error.remedy).toMatch(/delete .*units\.csv\.record\.json/);
  expect(readFileSync(units())).toEqual(left);
});

it("a table of the same size with other contents is fetched again", async () => {
  const text = readFileSync(units());
  text[text.length - 2] = text[text.length - 2] === 49 ? 50 : 49;
  writeFileSync(units(), text);
  expect(await rows()).toBe(whole);
  expect(fetches()).toBe(2);
  expect(warnings.join()).toMatch(/another SHA-256/);
});

it("a table that was only copied or touched is believed, and hashed once", async () => {
  utimesSync(units(), new Date(0), new Date(1e12));
  expect(await rows()).toBe(whole);
  const record = join(directory, ".ecephys/units.csv.record.json");
  expect(JSON.parse(readFileSync(record, "utf8")).modified).toBe(statSync(units()).mtimeMs);
  expect([fetches(), warnings]).toEqual([1, []]);
});

it("a prefetch notices a table that was cut", async () => {
  cut();
  const cache = await opened();
  const { failed } = await cache.prefetch({ tables: true });
  expect(failed).toEqual([]);
  expect(fetches()).toBe(2);
});
