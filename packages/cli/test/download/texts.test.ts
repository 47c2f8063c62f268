import type { PlannedFile, PrefetchPlan, PrefetchSummary } from "@ecephys/core";
import { EcephysError } from "@ecephys/files";
import { describe, expect, it } from "vitest";
import { planText } from "../../src/download/plan-text.ts";
import { summaryText } from "../../src/download/summary-text.ts";
import { failureCode } from "../../src/run/failures.ts";
import { PLAN } from "../progress/events.ts";

const NOT_FOUND = new EcephysError("not-found", { action: "a", resource: "r", reason: "gone\u001b[2J" });
const NO_NETWORK = new EcephysError("fetch", { action: "a", resource: "r", reason: "no connection" });

const lines = (own: Partial<PrefetchPlan>): string[] =>
  planText({ ...PLAN, ...own }, "/data")
    .trimEnd()
    .split("\n");

describe("a plan", () => {
  it("says what is to be fetched, what is there, and whether it fits", () => {
    expect(lines({})).toEqual([
      "To fetch: 2 files, 4.5 GB, into /data",
      "  session 1  2 GB, of which 500 MB are there",
      "  session 2  3 GB",
      "There already: 1 file, 1 GB",
      "It fits: 90 GB are free.",
    ]);
    expect(lines({ freeBytes: 3e9, lackingBytes: 1.5e9 }).at(-1)).toBe(
      "It does not fit: 3 GB are free, 1.5 GB are lacking.",
    );
    expect(lines({ freeBytes: undefined }).at(-1)).toBe("There already: 1 file, 1 GB");
  });

  it("names twenty files at most", () => {
    const file: PlannedFile = { ...PLAN.files[1]!, byteLength: undefined };
    const many = lines({ files: Array.from({ length: 118 }, () => file) });
    expect(many.filter((line) => line === "  session 2  size unknown")).toHaveLength(19);
    expect(many).toContain("  … and 99 more");
  });

  it("says what cannot be had, and claims nothing where there is nothing", () => {
    const unavailable = [{ resource: "session 9", error: NOT_FOUND }];
    expect(lines({ files: [], unavailable })).toEqual([
      "Nothing to fetch.",
      "Not available: session 9: gone\\u001b[2J",
    ]);
    expect(lines({ files: [PLAN.files[2]!] })).toEqual(["Nothing to fetch: all of it is there."]);
  });
});

describe("an end", () => {
  const file = { resource: "session 1", path: "p", byteLength: 2e9 };
  const summary: PrefetchSummary = {
    downloaded: [file, file],
    present: [],
    failed: [],
    bytes: 4e9,
    milliseconds: 100_000,
  };

  it("counts what came, without what was there before", () => {
    expect(summaryText(summary, "Fetched")).toBe("Fetched 2 files, 4 GB in 2 min, 40 MB/s.\n");
    expect(summaryText(summary, "Fetched", 3e9)).toBe(
      "Fetched 2 files, 1 GB behind 3 GB that were there in 2 min, 10 MB/s.\n",
    );
  });

  it("says that the same command tries again, where that may help", () => {
    const failure = (error: unknown) => ({ resource: "session 2", path: "q", error });
    const text = (...errors: unknown[]) =>
      summaryText({ ...summary, failed: errors.map(failure) }, "Fetched");
    expect(text(NOT_FOUND)).toMatch(/\n1 file failed\.\n$/);
    const offline = new EcephysError("missing-data", { action: "a", resource: "r", reason: "offline" });
    expect(text(offline, NOT_FOUND)).toMatch(/\n2 files failed\.\n$/);
    expect(text(NOT_FOUND, NO_NETWORK)).toMatch(/\n2 files failed; the same command retries them, .*\n$/);
  });

  it("has a code of its own where some failed, and that of the first where all did", () => {
    expect(failureCode([], 0)).toBe(0);
    expect(failureCode([{ error: NOT_FOUND }], 1)).toBe(11);
    expect(failureCode([{ error: NO_NETWORK }, { error: NOT_FOUND }], 0)).toBe(5);
    expect(failureCode([{ error: new Error("a bug") }], 0)).toBe(1);
  });
});
