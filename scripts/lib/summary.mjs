import { existsSync, readFileSync } from "node:fs";

const report = new URL("../../reports/vitest.json", import.meta.url);

/** Reads the report of the tests that just ran and prints a closing line; returns 0 if all passed. */
export function summariseTests() {
  if (!existsSync(report)) {
    console.error("The tests left no report.");
    return 1;
  }
  const { lines, passed } = summaryOf(JSON.parse(readFileSync(report, "utf8")));
  console.log(`\n${lines.join("\n")}`);
  return passed ? 0 : 1;
}

/** The closing lines for vitest's report: the tests, and how often what they say they tried (`tried`). */
export function summaryOf({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  // A test file that cannot even be loaded reports no tests, but has failed.
  const unloaded = testResults.filter((r) => r.status === "failed" && r.assertionResults.length === 0).length;
  const failed = numFailedTests + unloaded;
  const skipped = numPendingTests + numTodoTests;
  const lines = [`${numPassedTests} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`];
  const tried = {};
  for (const { meta } of testResults.flatMap((r) => r.assertionResults)) {
    for (const [what, count] of Object.entries(meta?.tried ?? {})) tried[what] = (tried[what] ?? 0) + count;
  }
  const counts = Object.entries(tried).sort(([a], [b]) => (a < b ? -1 : 1));
  if (counts.length > 0) lines.push(`Tried: ${counts.map(([what, n]) => `${n} ${what}`).join(", ")}`);
  return { lines, passed: failed === 0 && numPassedTests > 0 };
}
