// Whether Bun and Deno give what Node gives on the sample: a program, and the command, both from the built packages.
// By hand, after `npm start`:
//   node scripts/runtimes.mjs [bun@1.4.5 deno@2.9.6 ...]
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeCacheDirectory } from "../fixtures/dist/index.js";

const run = promisify(execFile);
const PROGRAM = join(import.meta.dirname, "runtimes", "sample.mjs");
const COMMAND = join(import.meta.dirname, "..", "packages", "cli", "dist", "bin.js");
const ARGUMENTS = { bun: ["run"], deno: ["run", "--allow-all"] };
const LINES = [
  "units --where snr>2 --format csv",
  "metrics --session 715093703 --format csv",
  "session 715093703 epochs --format csv",
  "psth 715093703 --stimulus flashes --unit 950906401 --format csv",
  "plot raster 715093703 --stimulus flashes --unit 950906401",
];
const asked = process.argv.slice(2);
const runtimes = asked.length > 0 ? asked : ["bun", "deno"];

const cache = mkdtempSync(join(tmpdir(), "ecephys-runtimes-"));
try {
  writeCacheDirectory("mini", cache);
  const expected = await answersOf(process.execPath, []);
  const failed = Object.entries(expected).filter(([, answer]) => String(answer).startsWith("fails: "));
  if (failed.length > 0) throw new Error(`Node itself: ${failed.join("\n")}`);
  console.log(`Node ${process.versions.node}: ${Object.keys(expected).join(", ")}`);
  for (const runtime of runtimes) {
    const [name] = runtime.split("@");
    const { stdout } = await run("npx", ["--yes", runtime, "--version"]);
    const found = await answersOf("npx", ["--yes", runtime, ...(ARGUMENTS[name] ?? [])]);
    const differ = Object.keys(expected).filter((part) => found[part] !== expected[part]);
    const version = /\d+\.\d+\.\d+/.exec(stdout)?.[0];
    console.log(`${name} ${version}: ${differ.length === 0 ? "the same in all parts" : ""}`);
    for (const part of differ) console.log(`  ${part}: ${found[part]}, and not ${expected[part]}`);
    if (differ.length > 0) process.exitCode = 1;
  }
} finally {
  rmSync(cache, { recursive: true, force: true });
}

/** What the program finds, and what each line of the command prints. */
async function answersOf(command, args) {
  const limits = { timeout: 300_000, maxBuffer: 1 << 26 };
  const { stdout } = await run(command, [...args, PROGRAM], limits);
  const found = JSON.parse(stdout.trim().split("\n").at(-1));
  for (const line of LINES) {
    const words = [COMMAND, ...line.split(" "), "--cache", cache, "--offline"];
    found[`ecephys ${line}`] = await run(command, [...args, ...words], limits).then(
      ({ stdout }) => createHash("sha256").update(stdout).digest("hex").slice(0, 12),
      (error) => `fails: ${error.stderr || error.message}`,
    );
  }
  return found;
}
