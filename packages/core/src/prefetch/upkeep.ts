import type { StoredFileInfo } from "@ecephys/files";
import { EcephysError } from "@ecephys/files";
import { manifestFiles } from "../integrity/classify.ts";
import type { FileProblem, RepairOptions, RepairSummary } from "../integrity/reports.ts";
import { verifyCache } from "../integrity/verify.ts";
import { checkCount } from "./checks.ts";
import type { PrefetchItem } from "./item.ts";
import { itemOfPath, type ProjectParts, requestedItems } from "./items.ts";
import type {
  PlanPrefetchOptions,
  PrefetchFailure,
  PrefetchOptions,
  PrefetchPlan,
  PrefetchRequest,
  PrefetchSummary,
} from "./plan.ts";
import { DEFAULT_ASKED_AT_ONCE, planItems, type WorkingPlan } from "./plan-prefetch.ts";
import { isPlan, wantedFiles } from "./request.ts";
import { runPrefetch } from "./run-prefetch.ts";

/** Brings files into a cache before they are asked for, and damaged ones anew. */
export class ProjectUpkeep {
  readonly #parts: ProjectParts;
  readonly #working = new WeakMap<PrefetchPlan, WorkingPlan>();

  constructor(parts: ProjectParts) {
    this.#parts = parts;
  }

  async plan(
    request: PrefetchRequest,
    { concurrency = DEFAULT_ASKED_AT_ONCE, signal }: PlanPrefetchOptions,
  ): Promise<PrefetchPlan> {
    checkCount("concurrency", concurrency);
    const items = await requestedItems(this.#parts, wantedFiles(request), signal);
    const working = await planItems(this.#parts.context, items, concurrency, signal);
    this.#working.set(working.plan, working);
    return working.plan;
  }

  async prefetch(wanted: PrefetchRequest | PrefetchPlan, options: PrefetchOptions): Promise<PrefetchSummary> {
    const { signal } = options;
    const plan = isPlan(wanted) ? wanted : await this.plan(wanted, { signal });
    const working = this.#working.get(plan);
    if (working === undefined) throw foreignPlan();
    return runPrefetch(this.#parts.context, working, options);
  }

  /** Fetches anew what `verify` found missing, short, altered or unreadable, and nothing else. */
  async repair({ report, ...options }: RepairOptions): Promise<RepairSummary> {
    const { context } = this.#parts;
    const { signal } = options;
    const { problems } = report ?? (await verifyCache(context, { signal }));
    const manifestFile = manifestFiles(context.manifest);
    const items: PrefetchItem[] = [];
    const notRepairable: PrefetchFailure[] = [];
    const damaged = new Map<string, StoredFileInfo>();
    for (const problem of problems) {
      const file = manifestFile(problem.path);
      const item = problem.problem === "unreadable" || !file ? undefined : itemOfPath(this.#parts, file);
      if (item === undefined) {
        notRepairable.push({ resource: problem.path, path: problem.path, error: notRepaired(problem) });
        continue;
      }
      const info = await context.storage.stat(problem.path, { signal });
      // What was replaced since it was verified is not what was found damaged.
      if (info !== undefined && info.byteLength === problem.byteLength) damaged.set(problem.path, info);
      items.push(item);
    }
    const requested = { items, unavailable: [] };
    const working = await planItems(context, requested, DEFAULT_ASKED_AT_ONCE, signal, damaged);
    return { ...(await runPrefetch(context, working, options)), notRepairable };
  }
}

function foreignPlan(): EcephysError {
  return new EcephysError("argument", {
    action: "Prefetching",
    resource: "a plan",
    reason: "it was not made by this project cache",
    remedy: "Give what its planPrefetch() answered, as it is",
  });
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
