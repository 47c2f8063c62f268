// Whether Bun and Deno give what Node gives on the sample session, from the built packages. By hand, after `npm start`:
//   node scripts/runtimes.mjs [bun@1.4.5 deno@2.9.6 ...]
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const PROGRAM = join(import.meta.dirname, "runtimes", "sample.mjs");
const ARGUMENTS = { bun: ["run"], deno: ["run", "--allow-all"] };
const asked = process.argv.slice(2);
const runtimes = asked.length > 0 ? asked : ["bun", "deno"];

const expected = await answersOf(process.execPath, [PROGRAM]);
console.log(`Node ${process.versions.node}: ${Object.keys(expected).join(", ")}`);
for (const runtime of runtimes) {
  const name = runtime.split("@")[0];
  const version = (await run("npx", ["--yes", runtime, "--version"])).stdout.split("\n")[0];
  const found = await answersOf("npx", ["--yes", runtime, ...(ARGUMENTS[name] ?? []), PROGRAM]);
  const differ = Object.keys(expected).filter((part) => found[part] !== expected[part]);
  console.log(`${name} ${version}: ${differ.length === 0 ? "the same in all parts" : ""}`);
  for (const part of differ) console.log(`  ${part}: ${found[part]}, and not ${expected[part]}`);
  if (differ.length > 0) process.exitCode = 1;
}

async function answersOf(command, args) {
  const { stdout } = await run(command, args, { timeout: 300_000, maxBuffer: 1 << 26 });
  return JSON.parse(stdout.trim().split("\n").at(-1));
}
