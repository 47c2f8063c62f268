import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { EcephysError } from "@ecephys/files";
import { cacheLocation, isOffline } from "../cache-location.ts";
import type { Io } from "../io.ts";
import { SOURCES } from "../sources/index.ts";
import { s3Options } from "../sources/s3.ts";
import { directoryPlace } from "./directory-place.ts";
import type { ServeFlags } from "./flags.ts";
import type { Place } from "./place.ts";
import { remotePlace } from "./remote-place.ts";

/** What is served: a directory, or the cache if none is named; and the sources that were named. */
export async function placesOf(
  directory: string | undefined,
  flags: ServeFlags,
  { env }: Pick<Io, "env">,
): Promise<Place[]> {
  const followLinks = flags.followLinks === true;
  const places: Place[] = [];
  if (directory !== undefined) {
    places.push(directoryPlace("/files/", await existing(resolve(directory)), followLinks));
  } else {
    const cache = cacheLocation(flags.cache, env, SOURCES[flags.source]?.cacheName).directory;
    if (flags.cache !== undefined || flags.from === undefined) await existing(cache);
    if (await isDirectory(cache)) places.push(directoryPlace("/cache/", cache, followLinks));
  }
  if (flags.from !== undefined && isOffline(flags.offline, env)) throw offlineRefusal(flags.from);
  for (const name of new Set(flags.from ?? [])) places.push(...(await named(name, flags, env)));
  return places;
}

async function named(name: string, flags: ServeFlags, env: Io["env"]): Promise<Place[]> {
  const warn = () => undefined;
  if (name === "s3") {
    const { s3 } = await import("@ecephys/fetch-s3");
    const api = s3(await s3Options({ flags, env, warn }));
    return [
      remotePlace({ prefix: "/s3/", shown: api.file("").url, file: async (path) => api.file(path) }),
      remotePlace({
        prefix: "/raw-data/",
        shown: api.rawFile("").url,
        file: async (path) => api.rawFile(path),
      }),
    ];
  }
  const { parseDandiAddress } = await import("@ecephys/dandi");
  const { openDandiset } = await import("../dandi/open-dandiset.ts");
  const address = parseDandiAddress(name);
  const set = openDandiset(address, {}, { env });
  return [
    remotePlace({
      prefix: `/dandi/${address.dandiset}/`,
      shown: name,
      file: async (path) => (await set.asset(path)).file(),
    }),
  ];
}

async function existing(directory: string): Promise<string> {
  if (await isDirectory(directory)) return directory;
  throw new EcephysError("not-found", {
    action: "Serving files",
    resource: directory,
    reason: "there is no such directory",
    remedy: "Name a directory, a cache (--cache), or a source to pass on (--from s3)",
  });
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}

function offlineRefusal(from: readonly string[]): EcephysError {
  return new EcephysError("missing-data", {
    action: "Serving files",
    resource: from.join(", "),
    reason: "nothing is passed on while offline",
    remedy: "Leave out --offline (and ECEPHYS_OFFLINE), or --from",
  });
}
