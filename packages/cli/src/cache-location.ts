import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { userCacheDirectory } from "./user-directory.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const MANIFEST = "ecephys_project_manifest.json";

/** Where a cache is: its directory, and its manifest's path if that was named. */
export interface CacheLocation {
  readonly directory: string;
  readonly manifest?: string | undefined;
}

/**
 * The absolute path of the cache: from `--cache`, else from ECEPHYS_CACHE, else the user's cache directory. A source
 * may have its own directory next to that one (inside it, its files would be reported as unknown).
 */
export function cacheLocation(cache: string | undefined, env: Environment, name?: string): CacheLocation {
  const usual = userCacheDirectory(env);
  const place = cache ?? (env.ECEPHYS_CACHE || (name === undefined ? usual : `${usual}-${name}`));
  const path = resolve(withHome(place));
  return path.endsWith(".json") ? { directory: dirname(path), manifest: path } : { directory: path };
}

/**
 * The manifest of a cache, whatever it is called: the one that was named, else the one in its directory, else the
 * usual name for a new one.
 * @throws an EcephysError "manifest" that lists them, if there are several.
 */
export async function manifestPath({ directory, manifest }: CacheLocation): Promise<string> {
  if (manifest !== undefined) return manifest;
  const { findManifests } = await import("@ecephys/core/node");
  const found = await findManifests(directory);
  if (found.length <= 1) return join(directory, found[0] ?? MANIFEST);
  const { EcephysError } = await import("@ecephys/files");
  throw new EcephysError("manifest", {
    action: "Opening the cache",
    resource: directory,
    reason: `it has ${found.length} manifests: ${found.join(", ")}`,
    remedy: `Name the one that is meant: --cache ${join(directory, found[0]!)}`,
  });
}

/** Shells expand ~ only at the start of a word, so not in --cache=~/data. */
function withHome(path: string): string {
  return path.replace(/^~(?=$|[/\\])/, () => homedir());
}

/** Whether the network must not be used: `--offline`, or ECEPHYS_OFFLINE set to anything but 0 or false. */
export function isOffline(flag: boolean | undefined, env: Environment): boolean {
  const value = (env.ECEPHYS_OFFLINE ?? "").toLowerCase();
  return flag === true || !["", "0", "false", "no"].includes(value);
}
