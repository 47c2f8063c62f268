import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

const DIST = join(import.meta.dirname, "dist");

/** The worker's built script in this package. */
export const ANALYSIS_WORKER = join(DIST, "analysis-worker.js");

/** For bundles of this package: they find the worker's script at this URL, or path from themselves. */
export function analysisWorkerAt(place: string): Plugin {
  return {
    name: "analysis-worker-at",
    setup(esbuild) {
      esbuild.onLoad({ filter: /[\\/]workers[\\/]link\.ts$/ }, async ({ path }) => {
        const source = await readFile(path, "utf8");
        const names = ['"../analysis-worker.ts"', '"../../dist/analysis-worker.js"'];
        const contents = names.reduce((text, name) => {
          if (text.split(name).length !== 2) throw new Error(`${path} should name ${name} once`);
          return text.replace(name, JSON.stringify(place));
        }, source);
        return { contents, loader: "ts" };
      });
    },
  };
}

/** One script for Node's threads and for pages, which holds everything that it needs. */
export const analysisWorkerBuild: Options = {
  entry: { "analysis-worker": join(import.meta.dirname, "src/analysis-worker.ts") },
  format: ["esm"],
  target: "es2022",
  platform: "neutral",
  noExternal: [/./],
  splitting: false,
  minify: true,
  dts: false,
  esbuildOptions: (options) => {
    options.conditions = ["ecephys-source"];
  },
};

/**
 * Brings the worker's script in `dist` up to date before tests run from source (a `globalSetup` of vitest). It is renamed
 * into place: the tests of several packages may start at once.
 */
export default async function buildForTests(): Promise<void> {
  mkdirSync(DIST, { recursive: true });
  const outDir = mkdtempSync(join(DIST, "tests-"));
  try {
    await build({ ...analysisWorkerBuild, config: false, outDir, silent: true });
    for (const name of readdirSync(outDir)) renameSync(join(outDir, name), join(DIST, name));
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}
