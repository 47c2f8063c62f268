import type { Ids, Names } from "@ecephys/files";
import { argumentChecks, type OptionNames } from "@ecephys/files";
import type { FileKind, KindProject, KindRequest, WantedIds } from "../kinds/kind.ts";
import { type KindFile, kindFile } from "../kinds/kind-file.ts";
import type { Manifest, PathArgument } from "../manifest/manifest.ts";
import type { PrefetchPlan } from "./plan.ts";
import type { PrefetchRequest } from "./request.ts";
import type { PrefetchFailure } from "./summary.ts";

/** The files that a request covers, each once, and the parts of it that do not exist. */
export interface WantedFiles {
  readonly files: readonly KindFile[];
  readonly unavailable: readonly PrefetchFailure[];
}

const checks = argumentChecks("Prefetching");

/**
 * Turns a request into files. Only LFP needs to look something up: which session a probe is of.
 * @throws an EcephysError "argument" for an invalid request or unknown names in it.
 */
export async function wantedFiles(
  request: PrefetchRequest,
  kinds: readonly FileKind[],
  manifest: Manifest,
  project: KindProject,
  signal: AbortSignal | undefined,
): Promise<WantedFiles> {
  requireObject(request);
  const names = Object.fromEntries(kinds.flatMap(({ request: how }) => (how ? [[how.name, true]] : [])));
  checks.knownOptions(request, names as OptionNames<PrefetchRequest>, "the request");
  const values = request as Readonly<Record<string, unknown>>;
  const sessions = checks.ids("sessions", request.sessions ?? []);
  // Everything is checked before anything is looked up.
  const asked = kinds.flatMap((kind) =>
    kind.request === undefined
      ? []
      : [
          {
            kind,
            how: kind.request,
            args: askedArguments(kind.request, values[kind.request.name], sessions),
          },
        ],
  );
  const files: KindFile[] = [];
  const unavailable: PrefetchFailure[] = [];
  for (const { kind, how, args } of asked) {
    const found = Array.isArray(args)
      ? { files: args as readonly (readonly PathArgument[])[] }
      : await how.find!(project, args as WantedIds, signal);
    files.push(...found.files.map((one) => kindFile(kind, one, manifest)));
    unavailable.push(...(found.unavailable ?? []));
  }
  const unique = new Map(files.map((file) => [file.path, file]));
  return { files: [...unique.values()], unavailable };
}

/** Whether a prefetch was given a plan; anything else must be a request. */
export function isPlan(wanted: PrefetchRequest | PrefetchPlan): wanted is PrefetchPlan {
  requireObject(wanted);
  return "files" in wanted || "version" in wanted;
}

/** The arguments of the files that a value of a request covers; the ids, for kinds that look them up. */
function askedArguments(
  { find, form, name, ofSessions }: KindRequest<readonly PathArgument[]>,
  value: unknown,
  sessions: readonly number[],
): readonly (readonly PathArgument[])[] | WantedIds {
  switch (form) {
    case "switch":
      return checks.flag(name, value as boolean | undefined) ? [[]] : [];
    case "names":
      return checks.names(name, (value ?? []) as Names).map((one) => [one]);
    case "ids": {
      const wanted = ofSessions
        ? idsOfSome(name, value, sessions)
        : { ids: idsOf(name, value), sessions: [] };
      return find ? wanted : [...new Set([...wanted.ids, ...wanted.sessions])].map((id) => [id]);
    }
  }
}

const OF_SOME: OptionNames<{ ids?: unknown; ofSessions?: unknown }> = { ids: true, ofSessions: true };

function idsOfSome(name: string, value: unknown, sessions: readonly number[]): WantedIds {
  if (typeof value === "boolean") return { ids: [], sessions: value ? sessions : [] };
  if (!isChoice(value)) return { ids: idsOf(name, value), sessions: [] };
  const { ids, ofSessions } = checks.knownOptions(value, OF_SOME, name);
  return {
    ids: idsOf(`${name}.ids`, ids),
    sessions: checks.flag(`${name}.ofSessions`, ofSessions as boolean | undefined) ? sessions : [],
  };
}

/** Whether a value is `{ ids, ofSessions }`, as opposed to a list of any kind. */
function isChoice(value: unknown): value is { ids?: unknown; ofSessions?: unknown } {
  return typeof value === "object" && value !== null && !(Symbol.iterator in value) && !("length" in value);
}

function idsOf(name: string, value: unknown): number[] {
  return checks.ids(name, (value ?? []) as Ids);
}

function requireObject(request: unknown): void {
  if (typeof request === "object" && request !== null && !Array.isArray(request)) return;
  throw checks.refusal(
    "the request",
    request,
    "an object",
    "Pass { sessions: [715093703] } or similar, or a plan",
  );
}
