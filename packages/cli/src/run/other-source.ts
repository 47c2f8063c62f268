import { CHANNELS_KEY, type EcephysProjectCache, PROBES_KEY, SESSIONS_KEY, UNITS_KEY } from "@ecephys/core";
import { readRecord } from "@ecephys/files/internal";
import { SOURCES } from "../sources/index.ts";

const TABLES = [SESSIONS_KEY, PROBES_KEY, CHANNELS_KEY, UNITS_KEY];

/** Backends that have the same data. */
const PUBLIC: ReadonlySet<string> = new Set(["S3 bucket", "warehouse"]);

/**
 * A warning if tables of a cache were fetched from a backend other than the `requested` one: tables in the cache are not
 * fetched again. For tables without a record (written by AllenSDK) the source is unknown.
 */
export async function otherSourceWarning(
  { manifest, storage }: Pick<EcephysProjectCache<unknown, unknown, unknown>, "manifest" | "storage">,
  requested: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const paths = TABLES.flatMap((key) => manifest.paths.get(key)?.spec ?? []);
  // An unreadable table need not fail here: the code that needs it reports that.
  const records = await Promise.all(
    paths.map((path) => readRecord(storage, path, { signal }).catch(() => undefined)),
  );
  const others = new Set(
    records.flatMap((record) => record?.source ?? []).filter((name) => !haveSameData(name, requested)),
  );
  if (others.size === 0) return undefined;
  const tables = paths.filter((_, at) => others.has(records[at]?.source ?? requested));
  const named = tables.length === paths.length ? "the tables" : tables.join(", ");
  const same = sourceOf(others) ?? "fixed";
  return `${named} in ${storage.location} came from ${[...others].join(" and ")}, not from ${requested}, and are used as they are; use --source ${same}, or keep the sources apart with another --cache`;
}

function haveSameData(one: string, other: string): boolean {
  return one === other || (PUBLIC.has(one) && PUBLIC.has(other));
}

/** The name under `--source` of the first backend that is offered there. */
function sourceOf(apiNames: Iterable<string>): string | undefined {
  for (const apiName of apiNames) {
    const found = Object.entries(SOURCES).find(([, source]) => source.apiName === apiName);
    if (found !== undefined) return found[0];
  }
  return undefined;
}
