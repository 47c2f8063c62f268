import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const script = (name: string) => fileURLToPath(new URL(`../../scripts/lib/${name}`, import.meta.url));
const { namedTests } = (await import(script("tests.mjs"))) as {
  namedTests(words: readonly string[]): string;
};
const { summaryOf } = (await import(script("summary.mjs"))) as {
  summaryOf(report: object): { readonly lines: readonly string[]; readonly passed: boolean };
};

const counts = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
const file = (...tried: object[]) => ({
  status: "passed",
  assertionResults: tried.map((meta) => ({ meta })),
});

it("the tests' closing lines add up the faults, kills and bad inputs that were tried", () => {
  const testResults = [
    file({ tried: { kills: 50 } }, {}, { tried: { "bad inputs": 500 } }),
    file({ tried: { kills: 2, faults: 61 } }),
  ];
  expect(summaryOf({ ...counts, testResults })).toEqual({
    lines: ["3 passed, 0 failed", "Tried: 500 bad inputs, 61 faults, 52 kills"],
    passed: true,
  });
});

it("a test file that cannot be loaded has failed, and what is skipped is counted", () => {
  const testResults = [{ status: "failed", assertionResults: [] }];
  expect(summaryOf({ ...counts, numPendingTests: 1, testResults })).toEqual({
    lines: ["3 passed, 1 failed, 1 skipped"],
    passed: false,
  });
});

it("readers to be given damaged files are named in whatever case", () => {
  const pattern = new RegExp(namedTests(["tiff", "Csv"]));
  expect(pattern.test("reads or refuses a damaged TIFF")).toBe(true);
  expect(pattern.test("reads or refuses a damaged CSV")).toBe(true);
  expect(pattern.test("reads or refuses a damaged npy")).toBe(false);
});
