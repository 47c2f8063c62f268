import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeFileWhole } from "../../src/output/write-file.ts";

const never = new AbortController().signal;
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "ecephys-cli-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe("--out", () => {
  it("writes the file and leaves nothing else", async () => {
    await writeFileWhole(join(directory, "a.csv"), ["a\n", new TextEncoder().encode("b\n")], never);
    expect(readFileSync(join(directory, "a.csv"), "utf8")).toBe("a\nb\n");
    expect(readdirSync(directory)).toEqual(["a.csv"]);
  });

  it("keeps the old file if writing fails half-way", async () => {
    const path = join(directory, "a.csv");
    writeFileSync(path, "old");
    function* broken(): Generator<string> {
      yield "new";
      throw new Error("no more");
    }
    await expect(writeFileWhole(path, broken(), never)).rejects.toThrow("no more");
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(directory)).toEqual(["a.csv"]);
  });

  it("ends with the signal's reason when aborted, and leaves nothing", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    function* endless(): Generator<string> {
      yield "x";
      controller.abort(reason);
      while (true) yield "x";
    }
    await expect(writeFileWhole(join(directory, "a"), endless(), controller.signal)).rejects.toBe(reason);
    expect(readdirSync(directory)).toEqual([]);
  });

  it("writes through a symbolic link instead of replacing it", async () => {
    writeFileSync(join(directory, "real"), "old");
    symlinkSync(join(directory, "real"), join(directory, "link"));
    await writeFileWhole(join(directory, "link"), ["new"], never);
    expect(readFileSync(join(directory, "real"), "utf8")).toBe("new");
  });

  it("writes into a device or pipe instead of replacing it", async () => {
    const pipe = join(directory, "pipe");
    execFileSync("mkfifo", [pipe]);
    const [read] = await Promise.all([
      import("node:fs/promises").then(({ readFile }) => readFile(pipe, "utf8")),
      writeFileWhole(pipe, ["through"], never),
    ]);
    expect(read).toBe("through");
    expect(readdirSync(directory)).toEqual(["pipe"]);
  });

  it.each([
    ["a directory", () => directory],
    ["a directory that does not exist", () => join(directory, "no", "a.csv")],
  ])("refuses %s with a storage error", async (_, path) => {
    await expect(writeFileWhole(path(), ["x"], never)).rejects.toMatchObject({ code: "storage" });
    expect(readdirSync(directory)).toEqual([]);
  });
});
