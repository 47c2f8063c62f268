import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { runSettings } from "./vitest.shared.ts";

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

/** The tests of all packages in one run; a folder with a vitest.config.ts takes part by that alone. */
export default defineConfig({
  test: {
    ...runSettings,
    sequence: { sequencer: LongFirst },
    projects: ["{packages,apps}/*/vitest.{config,*.config}.ts", "{fixtures,tests}/vitest.config.ts"],
  },
});
