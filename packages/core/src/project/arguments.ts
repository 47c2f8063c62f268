import type { CacheStorage, OptionNames } from "@ecephys/files";
import { argumentChecks, EcephysError } from "@ecephys/files";
import type { CallOptions, MetricsOptions, TableOptions } from "./options.ts";

/** Checks what the methods of a project cache are given. */
export const cacheChecks = argumentChecks("Calling the project cache");

/** Filters of a backend, which the cache's tables do not have: they hold the whole project. */
const FILTERS_OF_BACKENDS = [
  "sessionIds",
  "probeIds",
  "channelIds",
  "unitIds",
  "sessionTypes",
  "stimulusNames",
  "hasEyeTracking",
  "publishedAt",
];

/**
 * The options of a call.
 * @throws an EcephysError "argument" for what are no options, for filters that only a backend has, and for options of
 * other names than the method's.
 */
export function callOptions<Options extends CallOptions>(
  method: string,
  options: Options,
  names: OptionNames<Options>,
): Options {
  const call = argumentChecks(`Calling ${method}`);
  const { annotate }: MetricsOptions = call.options(options);
  const filter = FILTERS_OF_BACKENDS.find(
    (name) => (options as Readonly<Record<string, unknown>>)[name] !== undefined,
  );
  if (filter !== undefined)
    throw new EcephysError("argument", {
      action: `Calling ${method}`,
      resource: `the option ${filter}`,
      reason: "the tables of a project cache hold the whole project, and have no such filter",
      remedy: "Leave it out and filter the table that you get",
    });
  call.knownOptions(options, names);
  call.flag("the option annotate", annotate);
  return options;
}

/** Columns to leave out, as a list. */
export function suppressedNames({ suppress }: TableOptions): readonly string[] | undefined {
  return cacheChecks.names("the option suppress", suppress);
}

type CheckedOption =
  | "api"
  | "publishedAt"
  | "addManifestPaths"
  | "readers"
  | "kinds"
  | (typeof SWITCHES)[number];
const SWITCHES = ["cache", "derivedFiles", "offline"] as const;

/**
 * @throws an EcephysError "argument" where a plain JavaScript caller gives no options, none with a backend, or such
 * of unknown names.
 */
export function checkCacheOptions<Options extends Partial<Record<CheckedOption, unknown>>>(
  options: Options | undefined,
  names: OptionNames<Options>,
): void {
  const opening = argumentChecks("Opening a project cache");
  const remedy = 'Give a backend: openProjectCache({ api: warehouse(), manifest: "data/manifest.json" })';
  if (typeof options !== "object" || options === null)
    throw opening.refusal("the options", options, "an object", remedy);
  opening.knownOptions(options, names);
  const { addManifestPaths, api, kinds, publishedAt, readers } = options;
  if (typeof api !== "object" || api === null) throw opening.refusal("api", api, "a backend", remedy);
  if (publishedAt !== undefined && typeof publishedAt !== "string" && !(publishedAt instanceof Date))
    throw opening.refusal("publishedAt", publishedAt, "a date", 'Give "2019-10-03" or a Date');
  if (addManifestPaths !== undefined && typeof addManifestPaths !== "function")
    throw opening.refusal("addManifestPaths", addManifestPaths, "a function");
  if (readers !== undefined && (typeof readers !== "object" || readers === null))
    throw opening.refusal("readers", readers, "an object of readers", "Give what nwbReaders() answers");
  if (kinds !== undefined && !Array.isArray(kinds))
    throw opening.refusal("kinds", kinds, "a list of kinds of files", "Give rows as FILE_KINDS has them");
  for (const name of SWITCHES) opening.flag(name, options[name] as boolean | undefined);
}

/** @throws an EcephysError "argument" for what is no storage. */
export function checkStorage(storage: unknown): void {
  if (typeof (storage as Partial<CacheStorage> | null | undefined)?.stat === "function") return;
  const remedy = "Give what memoryStorage(), directoryStorage(…) or opfsStorage(…) answers";
  throw argumentChecks("Opening a project cache").refusal("storage", storage, "a storage", remedy);
}
