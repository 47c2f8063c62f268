import type { Ids, Names } from "@ecephys/files";
import type { FetchedKind } from "../integrity/kinds.ts";
import type { PrefetchEvent } from "./events.ts";

/** What `prefetch` brings; whatever is left out is not brought. */
export interface PrefetchRequest {
  /** Ids of sessions whose NWB files are wanted. */
  readonly sessions?: Ids | undefined;
  /** LFP files: of these probes, or with `true` of all probes of `sessions` that have LFP. */
  readonly lfp?: Ids | boolean | undefined;
  /** Numbers of natural movies. */
  readonly movies?: Ids | undefined;
  /** Numbers of natural scenes. */
  readonly scenes?: Ids | undefined;
  /** Analysis metrics: of these sessions, or with `true` of `sessions`. */
  readonly metrics?: Ids | boolean | undefined;
  /** Session types whose analysis metrics are wanted. */
  readonly sessionTypes?: Names | undefined;
  /** The four tables: sessions, probes, channels, units. */
  readonly tables?: boolean | undefined;
}

/** A file that a prefetch is about. */
export interface PlannedFile {
  /** For messages: "session 715093703". */
  readonly resource: string;
  readonly kind: FetchedKind;
  /** Where it lies in the cache. */
  readonly path: string;
  /** "partial": an earlier transfer was interrupted and is gone on with. */
  readonly state: "present" | "partial" | "missing";
  /** Bytes, where the server tells (tables have no size before they are fetched). */
  readonly byteLength?: number | undefined;
  /** Bytes that are there. */
  readonly loaded: number;
}

/** A file that could not be had, or of which nothing could be found out. */
export interface PrefetchFailure {
  readonly resource: string;
  /** Where it would lie, as far as that is known. */
  readonly path?: string | undefined;
  /** An EcephysError, unless the fault is in a backend of one's own. */
  readonly error: unknown;
}

/** How much, of how many files. `unknown` of them have a size that nobody tells. */
export interface PlannedAmount {
  readonly files: number;
  readonly bytes: number;
  readonly unknown: number;
}

/** What a prefetch is going to do. */
export interface PrefetchPlan {
  readonly files: readonly PlannedFile[];
  /** What does not exist or could not be asked about; the rest can be brought all the same. */
  readonly unavailable: readonly PrefetchFailure[];
  /** What is to be transferred: files that are not there, bytes less what is there of them. */
  readonly toFetch: PlannedAmount;
  readonly present: PlannedAmount;
  /** Bytes free where the cache lies, where that can be told. */
  readonly freeBytes?: number | undefined;
  /** Bytes that are lacking there; 0 where it fits or cannot be told. */
  readonly lackingBytes: number;
}

/** What planning a prefetch takes beside the request. */
export interface PlanPrefetchOptions {
  readonly signal?: AbortSignal | undefined;
  /** How many files are asked about at once; 24 by default. */
  readonly concurrency?: number | undefined;
}

/** How a prefetch goes about its work. */
export interface PrefetchOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told everything that happens; see `PrefetchEvent`. */
  readonly onProgress?: ((event: PrefetchEvent) => void) | undefined;
  /** How many files are transferred at once; 4 by default, 24 where they are small. */
  readonly concurrency?: number | undefined;
  /** Most bytes a second, all files together; no limit by default. */
  readonly bandwidth?: number | undefined;
  /** In how many ranges at once each large file is transferred, where the server serves ranges; 1 by default. */
  readonly ranges?: number | undefined;
}

/** A file that is in the cache now. */
export interface PrefetchedFile {
  readonly resource: string;
  readonly path: string;
  readonly byteLength: number;
}

/** How a prefetch ended. Nothing of it was given up because something else failed. */
export interface PrefetchSummary {
  readonly downloaded: readonly PrefetchedFile[];
  /** Was there before, or was brought by another process meanwhile. */
  readonly present: readonly PrefetchedFile[];
  readonly failed: readonly PrefetchFailure[];
  /** Bytes of files that this prefetch transferred. */
  readonly bytes: number;
  readonly milliseconds: number;
}
