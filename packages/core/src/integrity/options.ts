import { argumentChecks, type OptionNames } from "@ecephys/files";
import { type PrunableKind, prunableKinds } from "../kinds/names.ts";
import type { PruneOptions, VerifyOptions } from "./reports.ts";

const VERIFY_OPTIONS: OptionNames<VerifyOptions> = { signal: true, onProgress: true, deep: true };
const PRUNE_OPTIONS: OptionNames<PruneOptions> = { signal: true, dryRun: true, kinds: true };

/** The options of `verify`, checked. */
export function verifyOptions(options: VerifyOptions): VerifyOptions {
  const checks = argumentChecks("Verifying a cache");
  checks.flag("the option deep", checks.knownOptions(options, VERIFY_OPTIONS).deep);
  return options;
}

/** The options of `prune`, with `kinds` as a list. */
export function pruneOptions(options: PruneOptions): PruneOptions {
  const checks = argumentChecks("Pruning a cache");
  const { dryRun, kinds } = checks.knownOptions(options, PRUNE_OPTIONS);
  checks.flag("the option dryRun", dryRun);
  if (kinds === undefined) return options;
  const known: readonly string[] = prunableKinds();
  const wanted = checks.names("the option kinds", kinds);
  const unknown = wanted.find((kind) => !known.includes(kind));
  if (unknown === undefined) return { ...options, kinds: wanted as PrunableKind[] };
  throw checks.refusal("the option kinds", unknown, "a kind of file", `The kinds are ${known.join(", ")}`);
}
