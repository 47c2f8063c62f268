import type { ContentCheck, RemoteFile } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import type { EcephysProjectApi, FetchOptions, TableText, TableTextOptions } from "../fetch-api.ts";
import type { PathArgument } from "../manifest/manifest.ts";
import type { TableSchema } from "../tables/schema.ts";

/** A kind of file in a cache's directory, and the properties of all such files. */
export interface CacheKind {
  readonly kind: string;
  /** For people, in the plural: "natural scenes". */
  readonly label: string;
  /** Whether such files are data for users; all others can be recreated or are not needed. */
  readonly isData: boolean;
  /** Whether `prune` removes such files: always, or only if the kind is named; never if omitted. */
  readonly prune?: "always" | "when named" | undefined;
  /** Whether listings show such files one by one. */
  readonly isNamed?: boolean | undefined;
}

/** An argument that says which file of a kind is meant. */
export interface KindArgument {
  /** For messages: "a session id". */
  readonly name: string;
  readonly type: "id" | "number" | "text";
}

/** What the table of kinds can look up in the project. */
export interface KindProject {
  readonly api: EcephysProjectApi;
  /** @throws an EcephysError "not-found" if the sessions are known, and none has this id. */
  requireSession(id: number, signal: AbortSignal | undefined): Promise<void>;
  /** @throws an EcephysError "not-found" if the sessions are known, and none is of this type. */
  requireSessionType(type: string, signal: AbortSignal | undefined): Promise<void>;
  /** The given probes and those of the sessions that have LFP; and the ids that do not exist. */
  lfpProbes(wanted: WantedIds, signal: AbortSignal | undefined): Promise<FoundProbes>;
}

/** Ids that were given one by one, and sessions of which all files of a kind are requested. */
export interface WantedIds {
  readonly ids: readonly number[];
  readonly sessions: readonly number[];
}

export interface FoundProbes {
  readonly probes: readonly { readonly sessionId: number; readonly probeId: number }[];
  readonly unknown: readonly { readonly id: number; readonly error: unknown }[];
}

/** The files of a kind that a request covers, and the parts of it that do not exist. */
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

/** How files of a kind are requested in a prefetch: one by one, or (`ofSessions`) for all of the request's sessions. */
export interface KindRequest<Args> {
  /** The name in a PrefetchRequest. Several kinds of a switch share one. */
  readonly name: string;
  readonly form: "ids" | "names" | "switch";
  readonly option?: KindOption | undefined;
  readonly ofSessions?: KindOption | undefined;
  /** Needed if the path takes more than an id. */
  find?(project: KindProject, wanted: WantedIds, signal: AbortSignal | undefined): Promise<WantedFiles<Args>>;
}

interface AnyFileKind<Args extends readonly PathArgument[]> extends CacheKind {
  /** The key of the path in the manifest. */
  readonly key: string;
  readonly arguments: readonly KindArgument[];
  /** Which argument fills each "%d" and "%s" of the path: [0, 0] for an argument that occurs twice. */
  readonly inPath: readonly number[];
  /** The file's name in messages: "session 715093703". */
  resource(...args: Args): string;
  readonly request?: KindRequest<Args> | undefined;
}

/** A kind of file that is stored as its backend provides it. */
export interface RemoteFileKind<Args extends readonly PathArgument[] = readonly PathArgument[]>
  extends AnyFileKind<Args> {
  readonly holds: "file";
  fetch(api: EcephysProjectApi, args: Args, options: FetchOptions): Promise<RemoteFile>;
  /** How its bytes are recognised: a download that is something else is refused before it is put in place. */
  readonly content?: ContentCheck | undefined;
  /** The cache's reader for it. */
  readonly reader?: string | undefined;
}

/** A kind of file that holds a table as CSV. */
export interface TableKind<Args extends readonly PathArgument[] = readonly PathArgument[]>
  extends AnyFileKind<Args> {
  readonly holds: "table";
  readonly schema: TableSchema;
  fetch(project: KindProject, args: Args, options: FetchOptions): Promise<ColumnTable>;
  /** The table's CSV as the backend has it; `undefined` if it has none, "unchanged" if it is that of the validator. */
  fetchText(
    project: KindProject,
    args: Args,
    options: TableTextOptions,
  ): Promise<TableText | "unchanged" | undefined>;
}

/** A kind of file that backends have and caches keep: one row of the table of kinds. */
export type FileKind = RemoteFileKind | TableKind;
