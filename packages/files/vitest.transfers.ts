import type { ViteUserConfig } from "vitest/config";
import { testConfig } from "../../vitest.shared.ts";

/** The tests of transfers once more, by one of the ways in which Node's own HTTP is read. */
export function transfersBy(way: "parsed" | "taken"): ViteUserConfig {
  const { test, ...config } = testConfig();
  return {
    ...config,
    test: {
      ...test,
      name: `@ecephys/files, bodies ${way}`,
      include: ["test/http/{faults,http-file,redirects}.test.ts", "test/transfer/*.test.ts"],
      env: { ECEPHYS_TEST_FETCH: way },
    },
  };
}
