import type { RemoteFile } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import type { EcephysProjectApi, FetchOptions } from "../fetch-api.ts";
import type { PathArgument } from "../manifest/manifest.ts";
import type { TableSchema } from "../tables/schema.ts";

/** What a file in a cache's directory can be, and what holds for all files that are the same. */
export interface CacheKind {
  readonly kind: string;
  /** For people, in the plural: "natural scenes". */
  readonly label: string;
  /** Whether such files are data that somebody wants; all others can be made again, or are of no use. */
  readonly isData: boolean;
  /** Whether `prune` removes such files: always, or only where the kind is named; never where it is left out. */
  readonly prune?: "always" | "when named" | undefined;
  /** Whether lists for people name such files one by one. */
  readonly isNamed?: boolean | undefined;
}

/** An argument that says which file of a kind is meant. */
export interface KindArgument {
  /** For messages: "a session id". */
  readonly name: string;
  readonly type: "id" | "number" | "text";
}

/** What a row of the table of kinds may ask of the project. */
export interface KindProject {
  readonly api: EcephysProjectApi;
  /** @throws an EcephysError "not-found" where the sessions are known, and none has this id. */
  requireSession(id: number, signal: AbortSignal | undefined): Promise<void>;
  /** @throws an EcephysError "not-found" where the sessions are known, and none is of this type. */
  requireSessionType(type: string, signal: AbortSignal | undefined): Promise<void>;
  /** The probes that are named and those of the sessions that have LFP; the ids that no probe has. */
  lfpProbes(wanted: WantedIds, signal: AbortSignal | undefined): Promise<FoundProbes>;
}

/** Ids that were named one by one, and sessions of which all files of a kind are wanted. */
export interface WantedIds {
  readonly ids: readonly number[];
  readonly sessions: readonly number[];
}

export interface FoundProbes {
  readonly probes: readonly { readonly sessionId: number; readonly probeId: number }[];
  readonly unknown: readonly { readonly id: number; readonly error: unknown }[];
}

/** Which files of a kind a request means, and what of it does not exist. */
export interface WantedFiles<Args> {
  readonly files: readonly Args[];
  readonly unavailable?: readonly { readonly resource: string; readonly error: unknown }[] | undefined;
}

/** An option of the command line: its name without dashes, what it takes, and what it means. */
export interface KindOption {
  readonly name: string;
  readonly takes?: string | undefined;
  readonly description: string;
}

/** How files of a kind are asked for in a prefetch: one by one, or (`ofSessions`) all of the request's sessions. */
export interface KindRequest<Args> {
  /** The name in a PrefetchRequest. Several kinds of a switch share one. */
  readonly name: string;
  readonly form: "ids" | "names" | "switch";
  readonly option?: KindOption | undefined;
  readonly ofSessions?: KindOption | undefined;
  /** Where an id is not all that the path takes. */
  find?(project: KindProject, wanted: WantedIds, signal: AbortSignal | undefined): Promise<WantedFiles<Args>>;
}

interface AnyFileKind<Args extends readonly PathArgument[]> extends CacheKind {
  /** The key of the path in the manifest. */
  readonly key: string;
  readonly arguments: readonly KindArgument[];
  /** Which argument fills each "%d" and "%s" of the path: [0, 0] for one that is there twice. */
  readonly inPath: readonly number[];
  /** What a file is called in messages: "session 715093703". */
  resource(...args: Args): string;
  readonly request?: KindRequest<Args> | undefined;
}

/** A kind of file that is kept as its backend has it. */
export interface RemoteFileKind<Args extends readonly PathArgument[] = readonly PathArgument[]>
  extends AnyFileKind<Args> {
  readonly holds: "file";
  fetch(api: EcephysProjectApi, args: Args, options: FetchOptions): Promise<RemoteFile>;
  /** Which of the cache's readers reads it. */
  readonly reader?: string | undefined;
}

/** A kind of file that holds a table as CSV. */
export interface TableKind<Args extends readonly PathArgument[] = readonly PathArgument[]>
  extends AnyFileKind<Args> {
  readonly holds: "table";
  readonly schema: TableSchema;
  fetch(project: KindProject, args: Args, options: FetchOptions): Promise<ColumnTable>;
}

/** A kind of file that backends have and caches keep: one row of the table of kinds. */
export type FileKind = RemoteFileKind | TableKind;
