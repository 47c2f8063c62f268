// Runs tests on another major version of Node, installed from npm: all of them, or those selected by further
// arguments, which are passed to vitest; with --no-build those that need nothing built.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { ensureBrowser } from "./lib/browser.mjs";
import { setUp } from "./lib/setup.mjs";
import { step } from "./lib/steps.mjs";
import { runTests } from "./lib/tests.mjs";

const [major, ...rest] = process.argv.slice(2);
const args = rest.filter((arg) => arg !== "--no-build");
if (!/^\d+$/.test(major ?? "")) {
  console.error("usage: node scripts/test-on-node.mjs MAJOR [--no-build] [vitest's options]");
  process.exit(2);
}
const env = await setUp({ quiet: true });
const node = await fetchNode();
env.PATH = [dirname(node), env.PATH].join(delimiter);
env.ECEPHYS_CHROMIUM = await ensureBrowser();
const version = execFileSync(node, ["--version"]).toString().trim();
process.exitCode = await runTests(`Testing on Node ${version}`, args, env, {
  build: !rest.includes("--no-build"),
});

async function fetchNode() {
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const home = join(import.meta.dirname, "..", ".cache", `node-${major}`);
  const path = join(home, "node_modules", name, "bin", "node");
  if (existsSync(path)) return path;
  const installed = await step(
    `Installing Node ${major}`,
    "npm",
    ["install", "--no-audit", "--no-fund", "--no-save", "--prefix", home, `${name}@${major}`],
    { env, quiet: true },
  );
  if (installed !== 0) process.exit(installed);
  return path;
}
