import { existsSync, readFileSync } from "node:fs";

const report = new URL("../../reports/vitest.json", import.meta.url);

/** Reads the report of the tests that just ran and prints a closing line; returns 0 if all passed. */
export function summariseTests() {
  if (!existsSync(report)) {
    console.error("The tests left no report.");
    return 1;
  }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, "utf8"),
  );
  // A test file that cannot even be loaded reports no tests, but has failed.
  const unloaded = testResults.filter((r) => r.status === "failed" && r.assertionResults.length === 0).length;
  const failed = numFailedTests + unloaded;
  const skipped = numPendingTests + numTodoTests;
  console.log(`\n${numPassedTests} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
  return failed === 0 && numPassedTests > 0 ? 0 : 1;
}
