import { argumentChecks, EcephysError, type OptionNames } from "@ecephys/files";
import type { FileProblem, VerifyReport } from "../integrity/reports.ts";
import { kindFile } from "../kinds/kind-file.ts";
import { manifestFiles } from "../kinds/manifest-files.ts";
import type { CacheContext } from "../project/context.ts";
import { PREFETCH_OPTIONS, type PrefetchOptions } from "./options.ts";
import type { ItemToPlan } from "./plan-prefetch.ts";
import type { PrefetchFailure, PrefetchSummary } from "./summary.ts";

/** What a repair takes. */
export interface RepairOptions extends PrefetchOptions {
  /** What `verify` found; found out first where it is left out. */
  readonly report?: VerifyReport | undefined;
}

/** What `repair` did: fetched anew, or failed with the damaged file left as it is. */
export interface RepairSummary extends PrefetchSummary {
  /** Files that no backend has (of paths that were added, or nowhere to be asked for). */
  readonly notRepairable: readonly PrefetchFailure[];
}

const REPAIR_OPTIONS: OptionNames<RepairOptions> = { ...PREFETCH_OPTIONS, report: true };

/** The options of `repair`; a report has to be one of `verify`. */
export function repairOptions(options: RepairOptions): RepairOptions {
  const checks = argumentChecks("Repairing a cache");
  const { report } = checks.knownOptions(options, REPAIR_OPTIONS);
  if (report === undefined || Array.isArray(report?.problems)) return options;
  throw checks.refusal("the option report", report, "a report", "Give what verify() answered, as it is");
}

/** The files that can be fetched anew, and the problems that no backend can help with. */
export async function damagedItems(
  { kinds, manifest, storage }: CacheContext,
  problems: readonly FileProblem[],
  signal: AbortSignal | undefined,
): Promise<{ readonly items: readonly ItemToPlan[]; readonly notRepairable: readonly PrefetchFailure[] }> {
  const manifestFile = manifestFiles(manifest, kinds);
  const items: ItemToPlan[] = [];
  const notRepairable: PrefetchFailure[] = [];
  for (const problem of problems) {
    const { path } = problem;
    const found = problem.problem === "unreadable" ? undefined : manifestFile(path);
    if (found?.kind === undefined) {
      notRepairable.push({ resource: path, path, error: notRepaired(problem) });
      continue;
    }
    const info = await storage.stat(path, { signal });
    // What was replaced since it was verified is not what was found damaged.
    const damaged = info?.byteLength === problem.byteLength ? info : undefined;
    items.push({ file: kindFile(found.kind, found.args, manifest), damaged });
  }
  return { items, notRepairable };
}

function notRepaired({ error, path, problem }: FileProblem): unknown {
  if (error !== undefined) return error;
  return new EcephysError("missing-data", {
    action: "Repairing",
    resource: path,
    reason: `it is ${problem}, and no backend has it`,
    remedy: "Put it there again from wherever it came",
  });
}
