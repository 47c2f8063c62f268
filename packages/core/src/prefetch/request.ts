import type { Ids, Names } from "@ecephys/files";

/** Files by their ids, those of all of the request's `sessions` (`true`), or both. */
export type WantedOfSessions =
  | Ids
  | boolean
  | { readonly ids?: Ids | undefined; readonly ofSessions?: boolean | undefined };

/** What `prefetch` brings; whatever is left out is not brought. */
export interface PrefetchRequest {
  /** Ids of sessions whose NWB files are wanted. */
  readonly sessions?: Ids | undefined;
  /** LFP files: of these probes, with `true` of all probes of `sessions` that have LFP, or of both. */
  readonly lfp?: WantedOfSessions | undefined;
  /** Numbers of natural movies. */
  readonly movies?: Ids | undefined;
  /** Numbers of natural scenes. */
  readonly scenes?: Ids | undefined;
  /** Analysis metrics: of these sessions, with `true` of `sessions`, or of both. */
  readonly metrics?: WantedOfSessions | undefined;
  /** Session types whose analysis metrics are wanted. */
  readonly sessionTypes?: Names | undefined;
  /** The four tables: sessions, probes, channels, units. */
  readonly tables?: boolean | undefined;
}
