import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "tsup";
import { afterAll, beforeAll, expect, it } from "vitest";
import { NODE_WORKER, nodeWorkerAt } from "../node-worker.build.ts";
import { fileOf } from "./files.ts";

const directory = mkdtempSync(join(tmpdir(), "ecephys-processes-"));

beforeAll(async () => {
  await build({
    entry: [join(import.meta.dirname, "worker-child.ts")],
    config: false,
    format: "esm",
    outDir: directory,
    outExtension: () => ({ js: ".mjs" }),
    noExternal: [/./],
    silent: true,
    esbuildPlugins: [nodeWorkerAt(pathToFileURL(NODE_WORKER).href)],
    esbuildOptions: (options) => {
      options.conditions = ["ecephys-source"];
    },
  });
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What the program said, and the milliseconds that it took. */
async function run(what: string, file: string): Promise<[said: string[], took: number]> {
  const start = performance.now();
  const child = join(directory, "worker-child.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [child, what, fileOf(file)], {
    timeout: 20_000,
  });
  return [stdout.trim().split("\n"), performance.now() - start];
}

it.each(["closed", "unclosed"])("lets a program exit whose files are %s", async (what) => {
  const [said, took] = await run(what, "kinds.h5");
  expect(said).toEqual(["done"]);
  // A worker that is kept for the next file would take 5 s more.
  expect(took).toBeLessThan(4500);
});

it("lets a program exit after a hanging read was aborted", async () => {
  const [said, took] = await run("aborted", "hanging.h5");
  expect(said).toEqual(["TimeoutError", "done"]);
  expect(took).toBeLessThan(4500);
});

it("lets a program exit while a read hangs", async () => {
  expect((await run("left", "hanging.h5"))[0]).toEqual(["done"]);
});
