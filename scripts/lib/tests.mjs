import { step } from "./steps.mjs";
import { summariseTests } from "./summary.mjs";

/**
 * Builds what is tested as built (what `npm start` runs, and the docs' site), and runs tests with the Node that is
 * first in the environment's PATH. `args` are vitest's: names of files, `--project @ecephys/core`.
 */
export async function runTests(title, args, env) {
  const built = await step(
    "Building what is tested as built",
    "turbo",
    ["run", "build", "--filter=@ecephys/docs...", "--output-logs=errors-only", "--concurrency=2"],
    { env: { ...env, ECEPHYS_BUILD: "code" }, quiet: true },
  );
  if (built !== 0) return built;
  const code = await step(title, "vitest", ["run", ...args], { env });
  return summariseTests() || code;
}
