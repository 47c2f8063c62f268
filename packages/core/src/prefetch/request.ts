import type { Ids, Names } from "@ecephys/files";

/** Files by their ids, those of all the request's `sessions` (`true`), or both. */
export type WantedOfSessions =
  | Ids
  | boolean
  | { readonly ids?: Ids | undefined; readonly ofSessions?: boolean | undefined };

/** What `prefetch` downloads; anything omitted is not downloaded. */
export interface PrefetchRequest {
  /** Ids of sessions whose NWB files to download. */
  readonly sessions?: Ids | undefined;
  /** LFP files: of these probes, with `true` of all probes with LFP of `sessions`, or of both. */
  readonly lfp?: WantedOfSessions | undefined;
  /** Numbers of natural movies. */
  readonly movies?: Ids | undefined;
  /** Numbers of natural scenes. */
  readonly scenes?: Ids | undefined;
  /** Analysis metrics: of these sessions, with `true` of `sessions`, or of both. */
  readonly metrics?: WantedOfSessions | undefined;
  /** Session types whose analysis metrics to download. */
  readonly sessionTypes?: Names | undefined;
  /** The four tables: sessions, probes, channels, units. */
  readonly tables?: boolean | undefined;
}
