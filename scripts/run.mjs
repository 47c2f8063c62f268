// What the root's npm scripts run: sets up a fresh clone, then runs the job.

import { parseArgs } from "node:util";
import { ensureBrowser } from "./lib/browser.mjs";
import { setUp } from "./lib/setup.mjs";
import { step } from "./lib/steps.mjs";
import { summariseTests } from "./lib/summary.mjs";
import { namedTests, runTests } from "./lib/tests.mjs";

const [job, ...args] = process.argv.slice(2);
const jobs = {
  start,
  test,
  fuzz,
  build,
  typecheck,
  bench,
  "bench:download": bench,
  "bench:session": bench,
  "bench:stream": bench,
};

if (!(job in jobs)) {
  console.error(`usage: node scripts/run.mjs ${Object.keys(jobs).join("|")}`);
  process.exit(2);
}
process.exitCode = await jobs[job](args);

async function start(args) {
  const env = await setUp({ quiet: true });
  const built = await step(
    "Building the packages",
    "turbo",
    [
      "run",
      "build",
      "--filter=@ecephys/cli...",
      "--filter=@ecephys/fixtures...",
      "--output-logs=errors-only",
    ],
    { env: { ...env, ECEPHYS_BUILD: "code" }, quiet: true },
  );
  if (built !== 0) return built;
  return step(undefined, process.execPath, ["scripts/start.mjs", ...args], { env });
}

async function test(args) {
  const env = await setUp({ quiet: false });
  env.ECEPHYS_CHROMIUM = await ensureBrowser();
  return runTests(`Testing on Node ${process.version}`, args, env);
}

/** Readers on damaged files for so long each: `npm run fuzz -- --seconds 600 --seed 7 tiff`. */
async function fuzz(args) {
  const { values, positionals } = parseArgs({
    args,
    options: { seconds: { type: "string", default: "60" }, seed: { type: "string" } },
    allowPositionals: true,
  });
  const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));
  const env = await setUp({ quiet: true });
  Object.assign(env, { ECEPHYS_FUZZ_SECONDS: values.seconds, ECEPHYS_FUZZ_SEED: seed });
  const named = positionals.length > 0 ? ["-t", namedTests(positionals)] : [];
  const limit = ["--test-timeout", String((Number(values.seconds) + 120) * 1000)];
  console.error(`Seed ${seed}; files that break a rule are kept in reports/fuzz`);
  const code = await step("Damaging files", "vitest", ["run", "test/fuzz/", ...limit, ...named], { env });
  return summariseTests() || code;
}

/** For all packages at once: separate compilers would each read the same declarations again. */
async function typecheck(args) {
  const env = await setUp({ quiet: true });
  return step("Checking types", "vue-tsc", ["--project", ".", ...args], { env });
}

async function build(args) {
  const env = await setUp({ quiet: true });
  return step(undefined, "turbo", ["run", "build", "--output-logs=errors-only", ...args], { env });
}

/** The benchmarks in bench/, which build what they measure. */
async function bench(args) {
  const env = await setUp({ quiet: true });
  return step(undefined, "pnpm", ["--filter", "@ecephys/bench", "run", job, ...args], { env });
}
