import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { analysisWorker, hdf5Worker, runSettings, testConfig } from "./vitest.shared.ts";

/** What takes half a minute or more. */
const LONG = /\/(?:tests\/test\/reference|core\/test\/survival\/|cli\/test\/process\/|docs\/test\/)/;

/** Begins what takes long, so that nothing is left in the end for which all others wait. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/**
 * The tests of all packages in one run, and all that need nothing of their own in one project, "packages": what is
 * imported is compiled once for a project, and loaded once by each of its workers.
 */
export default defineConfig({
  test: {
    ...runSettings,
    sequence: { sequencer: LongFirst },
    projects: [
      testConfig({
        test: {
          name: "packages",
          globalSetup: [hdf5Worker, analysisWorker],
          include: ["{packages/*,fixtures,tests}/test/**/*.test.ts"],
          exclude: ["packages/cli/**"],
        },
      }),
      "packages/cli/vitest.config.ts",
      "apps/docs/vitest.config.ts",
      "packages/files/vitest.{parsed,taken}.config.ts",
    ],
  },
});
