import type { RemoteFile } from "@ecephys/files";
import { verifyCache } from "../integrity/verify.ts";
import type { KindProject } from "../kinds/kind.ts";
import type { CacheContext } from "../project/context.ts";
import { checkCount, type PlanPrefetchOptions, type PrefetchOptions } from "./options.ts";
import type { PrefetchPlan } from "./plan.ts";
import { DEFAULT_ASKED_AT_ONCE, planItems, type WorkingPlan } from "./plan-prefetch.ts";
import { readPlan } from "./read-plan.ts";
import { damagedItems, type RepairOptions, type RepairSummary } from "./repair.ts";
import type { PrefetchRequest } from "./request.ts";
import { runPrefetch } from "./run-prefetch.ts";
import type { PrefetchSummary } from "./summary.ts";
import { isPlan, wantedFiles } from "./wanted.ts";

/** Downloads files into a cache ahead of their use, and replaces damaged ones. */
export class Prefetcher {
  readonly #context: CacheContext;
  readonly #project: KindProject;
  /** Files that `plan` has looked up, by URL, so that running the plan need not look them up again. */
  readonly #remotes = new Map<string, RemoteFile>();

  constructor(context: CacheContext, project: KindProject) {
    this.#context = context;
    this.#project = project;
  }

  async plan(request: PrefetchRequest, options: PlanPrefetchOptions): Promise<PrefetchPlan> {
    const { plan, toFetch } = await this.#planned(request, options);
    for (const { remote } of toFetch) if (remote !== undefined) this.#remotes.set(remote.url, remote);
    return plan;
  }

  async prefetch(wanted: PrefetchRequest | PrefetchPlan, options: PrefetchOptions): Promise<PrefetchSummary> {
    const { signal } = options;
    const working = isPlan(wanted)
      ? await this.#read(wanted, signal)
      : await this.#planned(wanted, { signal });
    return runPrefetch(this.#context, this.#project, working, options);
  }

  /** Downloads again only what `verify` found missing, short, altered or unreadable. */
  async repair({ report, ...options }: RepairOptions): Promise<RepairSummary> {
    const { signal } = options;
    const { problems } = report ?? (await verifyCache(this.#context, { signal }));
    const { items, notRepairable } = await damagedItems(this.#context, problems, signal);
    const working = await planItems(this.#context, items, [], DEFAULT_ASKED_AT_ONCE, signal);
    return { ...(await runPrefetch(this.#context, this.#project, working, options)), notRepairable };
  }

  async #planned(
    request: PrefetchRequest,
    { concurrency = DEFAULT_ASKED_AT_ONCE, signal }: PlanPrefetchOptions,
  ): Promise<WorkingPlan> {
    checkCount("concurrency", concurrency);
    const { kinds, manifest } = this.#context;
    const { files, unavailable } = await wantedFiles(request, kinds, manifest, this.#project, signal);
    const items = files.map((file) => ({ file }));
    return planItems(this.#context, items, unavailable, concurrency, signal);
  }

  /** A plan adapted to this cache: existing files are checked again, known files are not looked up again. */
  async #read(plan: PrefetchPlan, signal: AbortSignal | undefined): Promise<WorkingPlan> {
    const { kinds, manifest } = this.#context;
    const { items, unavailable } = readPlan(plan, kinds, manifest);
    const working = await planItems(this.#context, items, unavailable, DEFAULT_ASKED_AT_ONCE, signal);
    const toFetch = working.toFetch.map((item) => {
      const url = item.known?.url ?? "";
      const remote = item.remote ?? this.#remotes.get(url);
      this.#remotes.delete(url);
      return { ...item, remote };
    });
    return { ...working, toFetch };
  }
}
