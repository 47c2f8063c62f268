import { step } from "./steps.mjs";
import { summariseTests } from "./summary.mjs";

/**
 * Builds what is tested in its built form (what `npm start` runs, and the docs site), and runs tests with the first Node
 * in the environment's PATH; with `build: false` only runs them, for tests that need nothing built. `args` are passed to
 * vitest: names of files or folders.
 */
export async function runTests(title, args, env, { build = true } = {}) {
  if (build) {
    const built = await buildAll(env);
    if (built !== 0) return built;
  }
  const code = await step(title, "vitest", ["run", ...args], { env });
  return summariseTests() || code;
}

function buildAll(env) {
  return step(
    "Building what the tests need built",
    "turbo",
    ["run", "build", "--filter=@ecephys/docs...", "--output-logs=errors-only", "--concurrency=2"],
    { env: { ...env, ECEPHYS_BUILD: "code" }, quiet: true },
  );
}

/** A pattern of tests whose titles have one of these words, in whatever case: vitest's own matches only the same. */
export function namedTests(words) {
  return words
    .map((word) => word.replaceAll(/[a-z]/gi, (c) => `[${c.toLowerCase()}${c.toUpperCase()}]`))
    .join("|");
}
