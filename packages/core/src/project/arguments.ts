import type { CacheStorage } from "@ecephys/files";
import { argumentChecks, EcephysError } from "@ecephys/files";
import type { PrunableKind, PruneOptions, RepairOptions, VerifyOptions } from "../integrity/reports.ts";
import type { CallOptions, MetricsOptions, TableOptions } from "./options.ts";

/** Reads what the project cache is asked with. */
export const asked = argumentChecks("Asking the project cache");

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
 * @throws an EcephysError "argument" for what are no options, and for filters that only a backend has.
 */
export function callOptions<Options extends CallOptions>(method: string, options: Options): Options {
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
  call.flag("the option annotate", annotate);
  return options;
}

/** Columns to leave out, as a list. */
export function suppressedNames({ suppress }: TableOptions): readonly string[] | undefined {
  return asked.names("the option suppress", suppress);
}

/** The options of `verify`, checked. */
export function verifyOptions(options: VerifyOptions): VerifyOptions {
  const call = argumentChecks("Verifying a cache");
  call.flag("the option deep", call.options(options).deep);
  return options;
}

/** The options of `prune`, with `kinds` as a list. */
export function pruneOptions(options: PruneOptions): PruneOptions {
  const call = argumentChecks("Pruning a cache");
  const { dryRun, kinds } = call.options(options);
  call.flag("the option dryRun", dryRun);
  if (kinds === undefined) return options;
  const wanted = call.names("the option kinds", kinds);
  const unknown = wanted.find((kind) => !Object.hasOwn(PRUNABLE, kind));
  if (unknown === undefined) return { ...options, kinds: wanted as PrunableKind[] };
  const known = Object.keys(PRUNABLE).join(", ");
  throw call.refusal("the option kinds", unknown, "a kind of file", `There are ${known}`);
}

const PRUNABLE: Readonly<Record<PrunableKind, true>> = {
  partial: true,
  lock: true,
  temporary: true,
  derived: true,
  record: true,
  stray: true,
};

/** The options of `repair`; a report has to be one of `verify`. */
export function repairOptions(options: RepairOptions): RepairOptions {
  const call = argumentChecks("Repairing a cache");
  const { report } = call.options(options);
  if (report === undefined || Array.isArray(report?.problems)) return options;
  throw call.refusal("the option report", report, "a report", "Give what verify() answered, as it is");
}

type CheckedOption = "api" | "publishedAt" | "addManifestPaths" | "readers" | (typeof SWITCHES)[number];
const SWITCHES = ["cache", "derivedFiles", "offline"] as const;

/** @throws an EcephysError "argument" where a plain JavaScript caller gives no options, or none with a backend. */
export function checkCacheOptions(options: Partial<Record<CheckedOption, unknown>> | undefined): void {
  const opening = argumentChecks("Opening a project cache");
  const remedy = 'Give a backend: openProjectCache({ api: warehouse(), manifest: "data/manifest.json" })';
  if (typeof options !== "object" || options === null)
    throw opening.refusal("the options", options, "an object", remedy);
  opening.options(options);
  const { addManifestPaths, api, publishedAt, readers } = options;
  if (typeof api !== "object" || api === null) throw opening.refusal("api", api, "a backend", remedy);
  if (publishedAt !== undefined && typeof publishedAt !== "string" && !(publishedAt instanceof Date))
    throw opening.refusal("publishedAt", publishedAt, "a date", 'Give "2019-10-03" or a Date');
  if (addManifestPaths !== undefined && typeof addManifestPaths !== "function")
    throw opening.refusal("addManifestPaths", addManifestPaths, "a function");
  if (readers !== undefined && (typeof readers !== "object" || readers === null))
    throw opening.refusal("readers", readers, "an object of readers", "Give what nwbReaders() answers");
  for (const name of SWITCHES) opening.flag(name, options[name] as boolean | undefined);
}

/** @throws an EcephysError "argument" for what is no storage. */
export function checkStorage(storage: unknown): void {
  if (typeof (storage as Partial<CacheStorage> | null | undefined)?.stat === "function") return;
  const remedy = "Give what memoryStorage(), directoryStorage(…) or opfsStorage(…) answers";
  throw argumentChecks("Opening a project cache").refusal("storage", storage, "a storage", remedy);
}
