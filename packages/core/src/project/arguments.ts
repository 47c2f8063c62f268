import type { CacheStorage, OptionNames } from "@ecephys/files";
import { argumentChecks, EcephysError } from "@ecephys/files";
import type { CallOptions, MetricsOptions, TableOptions } from "./options.ts";

/** Checks the arguments of a project cache's methods. */
export const cacheChecks = argumentChecks("Calling the project cache");

/** Filters of a backend, which the cache's tables do not have: they cover the entire project. */
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
 * @throws an EcephysError "argument" for invalid options, for filters that only a backend has, and for unknown
 * options.
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
      reason: "the tables of a project cache cover the entire project and do not have this filter",
      remedy: "Omit it and filter the returned table instead",
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
 * @throws an EcephysError "argument" if a plain JavaScript caller passes no options, no backend, or unknown
 * options.
 */
export function checkCacheOptions<Options extends Partial<Record<CheckedOption, unknown>>>(
  options: Options | undefined,
  names: OptionNames<Options>,
): void {
  const opening = argumentChecks("Opening a project cache");
  const remedy = 'Pass a backend: openProjectCache({ api: warehouse(), manifest: "data/manifest.json" })';
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
    throw opening.refusal("readers", readers, "an object of readers", "Pass what nwbReaders() returns");
  if (kinds !== undefined && !Array.isArray(kinds))
    throw opening.refusal("kinds", kinds, "a list of kinds of files", "Pass rows like those of FILE_KINDS");
  for (const name of SWITCHES) opening.flag(name, options[name] as boolean | undefined);
}

/** @throws an EcephysError "argument" for anything but a storage. */
export function checkStorage(storage: unknown): void {
  if (typeof (storage as Partial<CacheStorage> | null | undefined)?.stat === "function") return;
  const remedy = "Pass what memoryStorage(), directoryStorage(…) or opfsStorage(…) returns";
  throw argumentChecks("Opening a project cache").refusal("storage", storage, "a storage", remedy);
}
