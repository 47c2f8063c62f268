import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isEcephysError } from "@ecephys/files";
import { type SampleWarehouse, startSampleWarehouse, writeCacheDirectory } from "@ecephys/fixtures";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { docstringExamples } from "./support/doc-examples.ts";
import { allExamples, type Example, moduleText } from "./support/examples.ts";
import { typeErrors } from "./support/type-errors.ts";

const SURROUNDINGS = "../../test/support/surroundings.ts";
const GIVEN = ["api", "cache", "session", "movie", "file", "fetchNotes"];
/** Examples speak of the public project; the sample has other probes, channels and units. */
const SAMPLE_IDS: Readonly<Record<string, string>> = {
  "810755797": "752552876",
  "810755801": "752552882",
  "850261194": "849712302",
  "850261196": "849712318",
  "950911932": "950906401",
};

const docstrings = docstringExamples(["nwb", "analysis"]);
const examples = [...allExamples(), ...docstrings];
const modules = join(import.meta.dirname, "..", ".cache", "examples");
let warehouse: SampleWarehouse;
let data: string;

beforeAll(async () => {
  rmSync(modules, { recursive: true, force: true });
  mkdirSync(modules, { recursive: true });
  data = mkdtempSync(join(tmpdir(), "ecephys-examples-"));
  writeCacheDirectory("mini", join(data, "filled"));
  warehouse = await startSampleWarehouse();
  vi.stubEnv("ECEPHYS_WAREHOUSE_URL", warehouse.url);
  vi.stubEnv("ECEPHYS_CACHE", join(data, "fetched"));
  vi.stubEnv("SAMPLE_SESSION", join(data, "filled", "session_715093703", "session_715093703.nwb"));
});

afterAll(async () => {
  await warehouse?.close();
  rmSync(data, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

test("the pages have examples", () => {
  expect(examples.length).toBeGreaterThan(15);
});

test("the functions that users meet first have an example in their docstrings", () => {
  expect(docstrings.length).toBeGreaterThanOrEqual(17);
});

test("every example compiles under the strictest settings", { timeout: 180_000 }, () => {
  const files = examples.map((example) => writeModule(example.fileName, example.code));
  const problems = typeErrors(files);
  const named = problems.map(({ fileName, text }) => {
    const example = examples.find((candidate) => candidate.fileName === fileName);
    return `${example?.name ?? fileName}: ${text}`;
  });
  expect(named).toEqual([]);
});

describe("runs on the sample project", () => {
  test.each(examples.filter(runsHere))("$name", { timeout: 120_000 }, async (example) => {
    const file = writeModule(`run-${example.fileName}`, onTheSample(example.code));
    const run = import(/* @vite-ignore */ file);
    const refused = /\/\/ rejects: (\w+)/.exec(example.code)?.[1];
    if (refused === undefined) await run;
    else {
      const error: unknown = await run.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(isEcephysError(error) && error.name).toBe(refused);
    }
  });
});

/** LIMS and a browser's file system are not here. */
function runsHere({ code }: Example): boolean {
  return !/\blims\(|opfs/.test(code);
}

function onTheSample(code: string): string {
  const directory = join(data, /\bfixed\(/.test(code) ? "filled" : "fetched");
  return code
    .replaceAll("warehouse()", `warehouse({ baseUrl: ${JSON.stringify(warehouse.url)} })`)
    .replaceAll('"https://api.brain-map.org"', JSON.stringify(warehouse.url))
    .replaceAll(/"data(\/[\w.]+)?"/g, (_, name: string = "") => JSON.stringify(join(directory, name)))
    .replaceAll('"session_715093703.nwb"', "process.env.SAMPLE_SESSION!")
    .replaceAll(/\b\d{9}\b/g, (id) => SAMPLE_IDS[id] ?? id);
}

function writeModule(name: string, code: string): string {
  const file = join(modules, name);
  writeFileSync(file, moduleText(code, SURROUNDINGS, GIVEN));
  return file;
}
