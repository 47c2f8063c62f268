import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "tsup";
import type { TestProject } from "vitest/node";
import { ANALYSIS_WORKER, analysisWorkerAt } from "../../../analysis/analysis-worker.build.ts";
import { NODE_WORKER, nodeWorkerAt } from "../../../hdf5/node-worker.build.ts";
import { startBuilds } from "../../start.build.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the command is, built from this workspace's sources. */
    ecephysDist: string;
  }
}

/**
 * Builds the command from this workspace's sources once, before the tests: they start real processes, and need no
 * built packages. It is placed inside node_modules, where its dependencies are found; each run has its own.
 */
export default async function setup(project: TestProject): Promise<() => void> {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const cache = join(root, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const outDir = mkdtempSync(join(cache, "ecephys-test-"));
  await build({
    config: false,
    entry: { bin: join(root, "src", "bin.ts") },
    outDir,
    format: "esm",
    target: "es2022",
    platform: "node",
    splitting: true,
    silent: true,
    external: Object.keys({ ...dependencies, ...optionalDependencies }),
    noExternal: [/^@ecephys\//],
    esbuildPlugins: [
      nodeWorkerAt(pathToFileURL(NODE_WORKER).href),
      analysisWorkerAt(pathToFileURL(ANALYSIS_WORKER).href),
    ],
    // Bundled CommonJS (the PostgreSQL client) loads Node's modules with `require`.
    banner: {
      js: 'import { createRequire as requireOf } from "node:module"; globalThis.require ??= requireOf(import.meta.url);',
    },
    esbuildOptions(options) {
      options.conditions = ["ecephys-source"];
    },
  });
  for (const options of startBuilds(outDir)) await build({ ...options, silent: true });
  project.provide("ecephysDist", outDir);
  return () => rmSync(outDir, { recursive: true, force: true });
}
