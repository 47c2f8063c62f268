import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { BIN, ecephys } from "../support/ecephys.ts";

/** What a built module loads before anything is asked of it: its files, and the packages. */
function staticImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, name] of readFileSync(file, "utf8").matchAll(
    /(?:^|\n)(?:import|\} from|export .* from)\s*(?:[^"';]*from\s*)?"([^"]+)"/g,
  )) {
    if (name!.startsWith(".")) staticImports(join(dirname(file), name!), seen);
    else seen.add(name!);
  }
  return seen;
}

describe("start", () => {
  it("loads nothing but the command-line parser", () => {
    const packages = [...staticImports(BIN)].filter((name) => !name.startsWith("/"));
    expect(packages).toContain("commander");
    expect(packages.filter((name) => name !== "commander" && !isBuiltin(name))).toEqual([]);
  });

  it("of the help takes little longer than Node itself", async () => {
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const before = performance.now();
      expect((await ecephys(["--help"])).code).toBe(0);
      times.push(performance.now() - before);
    }
    // 100 ms on an idle machine; the limit is for one that is busy with other tests.
    expect(Math.min(...times)).toBeLessThan(600);
  });
});
