import { spawn } from "node:child_process";
import { once } from "node:events";
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

async function duration(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

describe("start", () => {
  it("loads nothing but the command-line parser", () => {
    const packages = [...staticImports(BIN)].filter((name) => !name.startsWith("/"));
    expect(packages).toContain("commander");
    expect(packages.filter((name) => name !== "commander" && !isBuiltin(name))).toEqual([]);
  });

  it("of the help takes little longer than Node itself", async () => {
    const help: number[] = [];
    const node: number[] = [];
    for (let i = 0; i < 5; i++) {
      help.push(await duration(async () => expect((await ecephys(["--help"])).code).toBe(0)));
      node.push(await duration(() => once(spawn(process.execPath, ["-e", "0"]), "close")));
    }
    // 100 ms beside 40 on an idle machine; a busy one makes both slower.
    expect(Math.min(...help)).toBeLessThan(6 * Math.min(...node));
  });
});
