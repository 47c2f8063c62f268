import type { DownloadEvent, EventSubject } from "@ecephys/files";
import { EcephysError, throttle } from "@ecephys/files";
import { byteText, eachAtMost } from "@ecephys/files/internal";
import type { CacheContext } from "../project/context.ts";
import { checkCount, checkRate } from "./checks.ts";
import type {
  PrefetchedFile,
  PrefetchFailure,
  PrefetchOptions,
  PrefetchPlan,
  PrefetchSummary,
} from "./plan.ts";
import type { PlannedItem, WorkingPlan } from "./plan-prefetch.ts";
import { PrefetchProgress } from "./progress.ts";

const DEFAULT_AT_ONCE = 4;
/** Small files cost time by their number, not by their bytes: so many at once, up to that size on average. */
const DEFAULT_SMALL_AT_ONCE = 24;
const SMALL = 4e6;

/**
 * Carries out a plan. What fails is put down, and the rest goes on.
 * @throws an EcephysError "storage" where it does not fit, before anything is transferred; "argument" for
 * numbers that cannot be meant; the signal's reason.
 */
export async function runPrefetch(
  context: CacheContext,
  { plan, toFetch }: WorkingPlan,
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
  const failed: PrefetchFailure[] = [...plan.unavailable];
  const shared = throttle(bandwidth);
  const bring = async (planned: PlannedItem): Promise<void> => {
    const { asked, damaged, item } = planned;
    const file: EventSubject = { resource: item.resource, path: item.path };
    const seen = new Set<DownloadEvent["type"]>();
    const onEvent = (event: DownloadEvent) => {
      seen.add(event.type);
      progress.event(file, event);
    };
    try {
      const byteLength = await item.bring({
        asked,
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
    reason: `${byteText(needed)} are to be fetched, and ${byteText(lacking)} of them do not fit`,
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
