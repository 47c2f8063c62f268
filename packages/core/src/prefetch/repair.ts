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
  /** A report of `verify`, which is run first if this is omitted. */
  readonly report?: VerifyReport | undefined;
}

/** What `repair` did: files downloaded again, and failures, whose damaged files are left as they are. */
export interface RepairSummary extends PrefetchSummary {
  /** Files that are not available from any backend (such as those of added paths). */
  readonly notRepairable: readonly PrefetchFailure[];
}

const REPAIR_OPTIONS: OptionNames<RepairOptions> = { ...PREFETCH_OPTIONS, report: true };

/** The options of `repair`; a report must come from `verify`. */
export function repairOptions(options: RepairOptions): RepairOptions {
  const checks = argumentChecks("Repairing a cache");
  const { report } = checks.knownOptions(options, REPAIR_OPTIONS);
  if (report === undefined || Array.isArray(report?.problems)) return options;
  throw checks.refusal("the option report", report, "a report", "Pass what verify() returned, as it is");
}

/** The files that can be downloaded again, and the problems that no backend can solve. */
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
    // A file that was replaced since `verify` is no longer the damaged one.
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
    reason: `it is ${problem}, and is not available from any backend`,
    remedy: "Restore it from its original source",
  });
}
