import { resolve } from "node:path";
import { cacheLocation } from "../cache-location.ts";
import type { Io } from "../io.ts";

/** Where assets of a dandiset are downloaded to: `--to`, else $ECEPHYS_DANDI_CACHE, else the user's cache directory. */
export function dandiDirectory(to: string | undefined, dandiset: string, { env }: Pick<Io, "env">): string {
  if (to !== undefined) return resolve(to);
  const place = env.ECEPHYS_DANDI_CACHE || undefined;
  // The cache of a project has a layout of its own, in which these files would be strays.
  const { directory } = cacheLocation(place, { ...env, ECEPHYS_CACHE: undefined }, "dandi");
  return resolve(directory, dandiset);
}
