import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "tsup";
import { afterAll, expect, it } from "vitest";
import { ANALYSIS_WORKER, analysisWorkerAt } from "../analysis-worker.build.ts";

// Beside the package, where its dependencies are found.
const directory = mkdtempSync(join(import.meta.dirname, "..", "node_modules", "workers-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it("lets a program end whose analysis was aborted", async () => {
  await build({
    entry: [join(import.meta.dirname, "workers-child.ts")],
    config: false,
    format: "esm",
    outDir: directory,
    outExtension: () => ({ js: ".mjs" }),
    noExternal: [/^@ecephys\//],
    silent: true,
    esbuildPlugins: [analysisWorkerAt(pathToFileURL(ANALYSIS_WORKER).href)],
    esbuildOptions: (options) => {
      options.conditions = ["ecephys-source"];
    },
  });
  const child = join(directory, "workers-child.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [child], { timeout: 60_000 });
  expect(stdout.trim()).toBe("enough");
});
