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
  it("says what will be downloaded, what is in the cache, and whether the disk has room", () => {
    expect(lines({})).toEqual([
      "To download: 2 files, 4.5 GB, into /data",
      "  session 1  2 GB, of which 500 MB are already downloaded",
      "  session 2  3 GB",
      "Already in the cache: 1 file, 1 GB",
      "Enough disk space: 90 GB free.",
    ]);
    expect(lines({ freeBytes: 3e9, lackingBytes: 1.5e9 }).at(-1)).toBe(
      "Not enough disk space: 3 GB free, 1.5 GB more needed.",
    );
    expect(lines({ freeBytes: undefined }).at(-1)).toBe("Already in the cache: 1 file, 1 GB");
  });

  it("lists at most twenty files", () => {
    const file: PlannedFile = { ...PLAN.files[1]!, byteLength: undefined };
    const many = lines({ files: Array.from({ length: 118 }, () => file) });
    expect(many.filter((line) => line === "  session 2  size unknown")).toHaveLength(19);
    expect(many).toContain("  … and 99 more");
  });

  it("says what is not available, and claims nothing for an empty plan", () => {
    const unavailable = [{ resource: "session 9", error: NOT_FOUND }];
    expect(lines({ files: [], unavailable })).toEqual([
      "Nothing to download.",
      "Not available: session 9: gone\\u001b[2J",
    ]);
    expect(lines({ files: [PLAN.files[2]!] })).toEqual(["Nothing to download: everything is in the cache."]);
  });
});

describe("a summary", () => {
  const file = { resource: "session 1", path: "p", byteLength: 2e9 };
  const summary: PrefetchSummary = {
    downloaded: [file, file],
    present: [],
    failed: [],
    bytes: 4e9,
    milliseconds: 100_000,
  };

  it("counts what was downloaded now, apart from earlier parts", () => {
    expect(summaryText(summary, "Downloaded")).toBe("Downloaded 2 files, 4 GB in 2 min, 40 MB/s.\n");
    expect(summaryText(summary, "Downloaded", 3e9)).toBe(
      "Downloaded 2 files, 1 GB after the 3 GB already there, in 2 min, 10 MB/s.\n",
    );
  });

  it("says that the same command retries, if that may help", () => {
    const failure = (error: unknown) => ({ resource: "session 2", path: "q", error });
    const text = (...errors: unknown[]) =>
      summaryText({ ...summary, failed: errors.map(failure) }, "Downloaded");
    expect(text(NOT_FOUND)).toMatch(/\n1 file failed\.\n$/);
    const offline = new EcephysError("missing-data", { action: "a", resource: "r", reason: "offline" });
    expect(text(offline, NOT_FOUND)).toMatch(/\n2 files failed\.\n$/);
    expect(text(NOT_FOUND, NO_NETWORK)).toMatch(/\n2 files failed; the same command retries them, .*\n$/);
  });

  it("has its own exit code if some files failed, and that of the first error if all did", () => {
    expect(failureCode([], 0)).toBe(0);
    expect(failureCode([{ error: NOT_FOUND }], 1)).toBe(11);
    expect(failureCode([{ error: NO_NETWORK }, { error: NOT_FOUND }], 0)).toBe(5);
    expect(failureCode([{ error: new Error("a bug") }], 0)).toBe(1);
  });
});
