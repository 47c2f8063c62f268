import { join } from "node:path";
import { defineConfig, mergeConfig, type ViteUserConfig } from "vitest/config";

const conditions = ["ecephys-source", "module", "node", "development|production"];

const shared = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ["ecephys-source"] }, noExternal: [/^@ecephys\//] },
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", "json"],
    outputFile: { json: "reports/vitest.json" },
    passWithNoTests: false,
    // What hangs is found; two busy cores take several times what idle ones do.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    maxWorkers: 2,
  },
});

/** For packages whose tests open HDF5 files from source: builds the thread that reads them, which is no TypeScript. */
export const hdf5Worker = join(import.meta.dirname, "packages/hdf5/node-worker.build.ts");

/** The test settings that every package shares, with a package's own on top. */
export function testConfig(own: ViteUserConfig = {}): ViteUserConfig {
  return mergeConfig(shared, own);
}
