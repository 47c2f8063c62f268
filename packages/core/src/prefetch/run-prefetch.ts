import type { DownloadEvent, EventSubject } from "@ecephys/files";
import { EcephysError, throttle } from "@ecephys/files";
import { byteText, eachAtMost } from "@ecephys/files/internal";
import type { KindProject } from "../kinds/kind.ts";
import type { CacheContext } from "../project/context.ts";
import { bringItem } from "./item.ts";
import { checkCount, checkRate, type PrefetchOptions } from "./options.ts";
import type { PrefetchPlan } from "./plan.ts";
import type { PlannedItem, WorkingPlan } from "./plan-prefetch.ts";
import { PrefetchProgress } from "./progress.ts";
import type { PrefetchedFile, PrefetchFailure, PrefetchSummary } from "./summary.ts";

const DEFAULT_AT_ONCE = 4;
/** Small files take time by their number, not by their bytes: this many at once, up to this average size. */
const DEFAULT_SMALL_AT_ONCE = 24;
const SMALL = 4e6;

/**
 * Runs a plan. Failures are recorded, and the other files continue.
 * @throws an EcephysError "storage" if it does not fit, before anything is transferred; "argument" for invalid
 * numbers; the signal's reason.
 */
export async function runPrefetch(
  context: CacheContext,
  project: KindProject,
  { failures, plan, toFetch }: WorkingPlan,
  options: PrefetchOptions,
): Promise<PrefetchSummary> {
  const { bandwidth, concurrency = defaultAtOnce(plan), onProgress, ranges = 1, signal } = options;
  checkCount("concurrency", concurrency);
  checkCount("ranges", ranges);
  checkRate("bandwidth", bandwidth);
  const start = performance.now();
  const progress = new PrefetchProgress(toFetch, onProgress);
  progress.planned(plan);
  requireRoom(context, plan.toFetch.bytes, plan.lackingBytes);
  const downloaded: PrefetchedFile[] = [];
  const present = plan.files.filter(({ state }) => state === "present").map(asPrefetched);
  const failed: PrefetchFailure[] = [...failures];
  const shared = throttle(bandwidth);
  const bring = async (planned: PlannedItem): Promise<void> => {
    const { damaged, known, remote } = planned;
    const file: EventSubject = { resource: planned.file.resource, path: planned.file.path };
    const seen = new Set<DownloadEvent["type"]>();
    const onEvent = (event: DownloadEvent) => {
      seen.add(event.type);
      progress.event(file, event);
    };
    try {
      const byteLength = await bringItem(context, project, planned.file, {
        remote,
        expected: known?.info,
        damaged,
        connections: ranges,
        throttle: shared,
        onEvent,
        signal,
      });
      const outcome = seen.has("started") ? "downloaded" : "present";
      (outcome === "downloaded" ? downloaded : present).push({ ...file, byteLength });
      progress.done(file, outcome, byteLength);
    } catch (error) {
      signal?.throwIfAborted();
      failed.push({ ...file, error });
      progress.failed(file, error);
    }
  };
  await eachAtMost(toFetch, concurrency, bring);
  signal?.throwIfAborted();
  const bytes = downloaded.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return { downloaded, present, failed, bytes, milliseconds: performance.now() - start };
}

function defaultAtOnce({ toFetch }: PrefetchPlan): number {
  const known = toFetch.files - toFetch.unknown;
  return known > 0 && toFetch.bytes / known <= SMALL ? DEFAULT_SMALL_AT_ONCE : DEFAULT_AT_ONCE;
}

function requireRoom({ storage }: CacheContext, needed: number, lacking: number): void {
  if (lacking === 0) return;
  throw new EcephysError("storage", {
    action: "Prefetching",
    resource: storage.location,
    reason: `${byteText(needed)} need to be downloaded, but ${byteText(lacking)} of that do not fit`,
    remedy: "Free some space, choose another cache directory, or fetch less; nothing was transferred",
  });
}

function asPrefetched({
  byteLength = 0,
  path,
  resource,
}: {
  readonly byteLength?: number | undefined;
  readonly path: string;
  readonly resource: string;
}): PrefetchedFile {
  return { resource, path, byteLength };
}
