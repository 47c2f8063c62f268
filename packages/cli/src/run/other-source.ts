import { CHANNELS_KEY, type EcephysProjectCache, PROBES_KEY, SESSIONS_KEY, UNITS_KEY } from "@ecephys/core";
import { readRecord } from "@ecephys/files/internal";
import { SOURCES } from "../sources/index.ts";

const TABLES = [SESSIONS_KEY, PROBES_KEY, CHANNELS_KEY, UNITS_KEY];

/**
 * A warning where tables of a cache were fetched from another backend than the one that is `asked` now: what is
 * there is not fetched again. Of tables without a record (AllenSDK wrote them) nothing is known.
 */
export async function otherSourceWarning(
  { manifest, storage }: Pick<EcephysProjectCache<unknown, unknown, unknown>, "manifest" | "storage">,
  asked: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const paths = TABLES.flatMap((key) => manifest.paths.get(key)?.spec ?? []);
  // What cannot be read is no reason to fail: whoever needs the table says so.
  const records = await Promise.all(
    paths.map((path) => readRecord(storage, path, { signal }).catch(() => undefined)),
  );
  const others = new Set(records.flatMap((record) => record?.source ?? []).filter((name) => name !== asked));
  if (others.size === 0) return undefined;
  const tables = paths.filter((_, at) => others.has(records[at]?.source ?? asked));
  const named = tables.length === paths.length ? "the tables" : tables.join(", ");
  const same = [...others].find((name) => Object.hasOwn(SOURCES, name)) ?? "fixed";
  return `${named} in ${storage.location} came from ${[...others].join(" and ")}, not from ${asked}, and are used as they are; say --source ${same}, or keep them apart with another --cache`;
}
