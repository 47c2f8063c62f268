import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = new URL("../..", import.meta.url).pathname;

/** Adds up every package's test report and prints one closing line; gives 0 where all passed. */
export function summariseTests() {
  let passed = 0;
  let failed = 0;
  let other = 0;
  for (const file of reports()) {
    const report = JSON.parse(readFileSync(file, "utf8"));
    passed += report.numPassedTests;
    failed += report.numFailedTests;
    other += report.numPendingTests + report.numTodoTests;
    // A test file that cannot even be loaded holds no tests, and has failed all the same.
    failed += report.testResults.filter(
      (r) => r.status === "failed" && r.assertionResults.length === 0,
    ).length;
  }
  console.log(`\n${passed} passed, ${failed} failed${other ? `, ${other} skipped` : ""}`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

function reports() {
  const folders = ["packages", "apps"].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => join(parent, name)),
  );
  return [...folders, "fixtures", "tests"]
    .map((f) => join(root, f, "reports", "vitest.json"))
    .filter((f) => existsSync(f));
}
