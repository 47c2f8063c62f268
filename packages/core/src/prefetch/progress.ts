import type { DownloadEvent, EventSubject } from "@ecephys/files";
import type { PrefetchEvent, PrefetchTotals } from "./events.ts";
import type { PrefetchPlan } from "./plan.ts";
import type { PlannedItem } from "./plan-prefetch.ts";
import { RateMeter } from "./rate-meter.ts";

/** An event without the totals that go with it. */
type Told<Event> = Event extends PrefetchEvent ? Omit<Event, "totals"> : never;

/** Tracks the progress of a prefetch, and adds it to every event. */
export class PrefetchProgress {
  readonly #onProgress: ((event: PrefetchEvent) => void) | undefined;
  readonly #rate = new RateMeter();
  readonly #files: number;
  readonly #loaded = new Map<string, number>();
  readonly #total = new Map<string, number>();
  #done = 0;
  #failed = 0;

  constructor(items: readonly PlannedItem[], onProgress: ((event: PrefetchEvent) => void) | undefined) {
    this.#onProgress = onProgress;
    this.#files = items.length;
    for (const { planned } of items) {
      this.#loaded.set(planned.path, planned.loaded);
      this.#total.set(planned.path, planned.byteLength ?? 0);
    }
  }

  planned(plan: PrefetchPlan): void {
    this.#tell({ type: "planned", plan });
  }

  event(file: EventSubject, event: DownloadEvent): void {
    if (event.type === "started" && event.unit === "bytes")
      this.#set(file.path, event.resumedFrom, event.total);
    if (event.type === "progress" && event.unit === "bytes") {
      this.#rate.add(event.loaded - (this.#loaded.get(file.path) ?? 0));
      this.#set(file.path, event.loaded, event.total);
    }
    this.#tell({ ...event, file });
  }

  done(file: EventSubject, outcome: "downloaded" | "present", byteLength: number): void {
    this.#done++;
    this.#set(file.path, byteLength, byteLength);
    this.#tell({ type: "done", file, outcome, byteLength });
  }

  failed(file: EventSubject, error: unknown): void {
    this.#failed++;
    this.#tell({ type: "failed", file, error });
  }

  #set(path: string, loaded: number, total: number | undefined): void {
    this.#loaded.set(path, loaded);
    if (total !== undefined) this.#total.set(path, total);
  }

  #tell(event: Told<PrefetchEvent>): void {
    this.#onProgress?.({ ...event, totals: this.#totals() } as PrefetchEvent);
  }

  #totals(): PrefetchTotals {
    const [loaded, total] = [sumOf(this.#loaded), sumOf(this.#total)];
    const bytesPerSecond = this.#rate.perSecond();
    const secondsLeft = bytesPerSecond ? Math.max(0, total - loaded) / bytesPerSecond : undefined;
    return {
      files: this.#files,
      filesDone: this.#done,
      filesFailed: this.#failed,
      loaded,
      total,
      bytesPerSecond,
      secondsLeft,
    };
  }
}

function sumOf(values: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const value of values.values()) sum += value;
  return sum;
}
