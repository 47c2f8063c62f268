import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { BIN, cleanEnv, finished, MODULES } from "../support/ecephys.ts";

/** The files and packages that a built module loads at once. */
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

/** Prints the processor time of a process at its end, in microseconds, which does not depend on how busy the machine is. */
const METER = `data:text/javascript,process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write(String(user + system));
})`;

async function processorTime(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, ["--import", METER, ...args], { env: cleanEnv() });
  const { code, stderr } = await finished(child);
  expect(code).toBe(0);
  return Number(stderr);
}

describe("start", () => {
  it("loads no other package: the command-line parser is built in", () => {
    const packages = [...staticImports(MODULES)].filter((name) => !name.startsWith("/"));
    expect(packages.filter((name) => !isBuiltin(name))).toEqual([]);
  });

  it("takes little longer for the help than Node itself", async () => {
    const help: number[] = [];
    const node: number[] = [];
    for (let i = 0; i < 5; i++) {
      help.push(await processorTime([BIN, "--help"]));
      node.push(await processorTime(["-e", "0"]));
    }
    expect(Math.min(...help)).toBeLessThan(6 * Math.min(...node));
  });
});
