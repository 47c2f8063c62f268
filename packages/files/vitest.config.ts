import { testConfig } from "../../vitest.shared.ts";

const { test, ...shared } = testConfig();
const transfers = ["test/http/{faults,http-file,redirects}.test.ts", "test/transfer/*.test.ts"];

/** Everything once, and transfers also by each way in which Node's own HTTP is read. */
export default {
  ...shared,
  test: {
    ...test,
    projects: [
      { ...shared, test: { ...test, name: "all" } },
      ...["parsed", "taken"].map((way) => ({
        ...shared,
        test: { ...test, name: `bodies ${way}`, include: transfers, env: { ECEPHYS_TEST_FETCH: way } },
      })),
    ],
  },
};
