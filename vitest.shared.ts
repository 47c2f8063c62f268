import { join } from "node:path";
import { configDefaults, defineConfig, mergeConfig, type ViteUserConfig } from "vitest/config";

const conditions = ["ecephys-source", "module", "node", "development|production"];

/** What counts for a whole run, of one package or of all. */
export const runSettings = {
  reporters: ["default", "json"],
  outputFile: { json: "reports/vitest.json" },
  passWithNoTests: false,
  // One more than cores: tests that wait for a server or a process leave theirs idle.
  maxWorkers: 3,
};

/** Patterns of files to leave out, with spaces between them: vitest's own option for it does not reach projects. */
const leftOut = process.env.ECEPHYS_LEAVE_OUT?.split(" ") ?? [];

const shared = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ["ecephys-source"] }, noExternal: [/^@ecephys\//] },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...leftOut],
    setupFiles: ["after-file.ts", "same-draws.ts"].map((file) =>
      join(import.meta.dirname, "fixtures/src/testing", file),
    ),
    // What hangs is found; two busy cores take several times what idle ones do.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 60_000 } },
    // A process of its own for every file would spend half of the time on loading the same modules again.
    isolate: false,
  },
});

/** For packages whose tests open HDF5 files from source: builds the thread that reads them, which is no TypeScript. */
export const hdf5Worker = join(import.meta.dirname, "packages/hdf5/node-worker.build.ts");

/** For packages whose tests let workers compute. */
export const analysisWorker = join(import.meta.dirname, "packages/analysis/analysis-worker.build.ts");

/** The test settings that every package shares, with a package's own on top. */
export function testConfig(own: ViteUserConfig = {}): ViteUserConfig {
  return mergeConfig(shared, own);
}
