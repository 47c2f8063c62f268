import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isEcephysError } from "@ecephys/files";
import { nwbFile, type SampleWarehouse, startSampleWarehouse, writeCacheDirectory } from "@ecephys/fixtures";
import { type SampleDandi, startSampleDandi } from "@ecephys/fixtures/dandi";
import { type SampleBucket, startSampleBucket } from "@ecephys/fixtures/s3";
import type { TestServer } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { docstringExamples } from "./support/doc-examples.ts";
import { allExamples, type Example, moduleText, notebooks } from "./support/examples.ts";
import { serveLabDirectory } from "./support/lab-directory-server.ts";
import { onTheSample } from "./support/on-the-sample.ts";
import { typeErrors } from "./support/type-errors.ts";

const SURROUNDINGS = "../../test/support/surroundings.ts";
const GIVEN = ["api", "cache", "session", "recording", "movie", "file", "fetchNotes", "sample", "display"];

const docstrings = docstringExamples([
  "nwb",
  "analysis",
  "charts",
  "export",
  "core",
  "files",
  "fetch-s3",
  "dandi",
]);
const examples = [...allExamples(), ...docstrings, ...notebooks()];
const modules = join(import.meta.dirname, "..", ".cache", "examples");
let warehouse: SampleWarehouse;
let archive: SampleDandi;
let bucket: SampleBucket;
let lab: TestServer;
let data: string;

beforeAll(async () => {
  rmSync(modules, { recursive: true, force: true });
  mkdirSync(modules, { recursive: true });
  data = mkdtempSync(join(tmpdir(), "ecephys-examples-"));
  writeCacheDirectory("mini", join(data, "filled"));
  mkdirSync(join(data, "fetched"));
  warehouse = await startSampleWarehouse();
  archive = await startSampleDandi();
  bucket = await startSampleBucket();
  lab = await serveLabDirectory(warehouse.url);
  // Examples import those that their fences name.
  for (const { code, fileName } of examples) writeModule(fileName, code);
  vi.stubEnv("ECEPHYS_WAREHOUSE_URL", warehouse.url);
  vi.stubEnv("SAMPLE_BUCKET", bucket.url);
  vi.stubEnv("ECEPHYS_CACHE", join(data, "fetched"));
  for (const [name, of] of [
    ["SAMPLE_RECORDING", "n01_lab_everything"],
    ["SAMPLE_BEHAVIOR", "ecephys_session_1044385384"],
  ] as const) {
    vi.stubEnv(name, join(data, `${of}.nwb`));
    writeFileSync(join(data, `${of}.nwb`), nwbFile(of));
  }
  vi.stubEnv("SAMPLE_SESSION", join(data, "filled", "session_715093703", "session_715093703.nwb"));
});

afterAll(async () => {
  await archive?.close();
  await bucket?.close();
  await lab?.close();
  await warehouse?.close();
  rmSync(data, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

test("the pages have examples", () => {
  expect(examples.length).toBeGreaterThan(15);
});

test("the functions that users meet first have an example in their docstrings", () => {
  expect(docstrings.length).toBeGreaterThanOrEqual(30);
});

test("every example compiles under the strictest settings", { timeout: 180_000 }, () => {
  const files = examples.map(({ fileName }) => join(modules, fileName));
  const problems = typeErrors(files);
  const named = problems.map(({ fileName, text }) => {
    const example = examples.find((candidate) => candidate.fileName === fileName);
    return `${example?.name ?? fileName}: ${text}`;
  });
  expect(named).toEqual([]);
});

describe("runs on the sample project", () => {
  test.each(examples.filter(runsHere))("$name", { timeout: 120_000 }, async (example) => {
    const addresses = {
      archive: archive.apiUrl,
      bucket: bucket.url,
      data,
      lab: lab.url,
      warehouse: warehouse.url,
    };
    const file = writeModule(`run-${example.fileName}`, onTheSample(example.code, addresses));
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

/** LIMS and a browser's file system are not available here; examples that are tests run in separate test files. */
function runsHere({ code, fileName }: Example): boolean {
  return !/\blims\(|opfs|from "vitest"/.test(code) && !fileName.endsWith(".test.ts");
}

function writeModule(name: string, code: string): string {
  const file = join(modules, name);
  writeFileSync(file, moduleText(code, SURROUNDINGS, GIVEN));
  return file;
}
