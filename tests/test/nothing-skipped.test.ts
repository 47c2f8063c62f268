import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const PLACES = ["packages", "fixtures", "tests", "apps", "bench"];
const GENERATED = new Set(["node_modules", "dist", ".cache"]);
const LEFT_OUT =
  /\b(?:describe|it|test|context|suite)\s*\.\s*(?:skip|skipIf|runIf|todo|only)\b|\bctx\.skip\(/;

function testFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return GENERATED.has(entry.name) ? [] : testFiles(path);
    return entry.name.endsWith(".test.ts") ? [path] : [];
  });
}

it("no test is skipped, put off, or run alone, on any machine", () => {
  const files = PLACES.flatMap((place) => testFiles(join(root, place)));
  expect(files.length).toBeGreaterThan(100);
  const skipping = files.filter((file) => LEFT_OUT.test(readFileSync(file, "utf8")));
  expect(skipping.map((file) => relative(root, file).replaceAll(sep, "/"))).toEqual([]);
});
