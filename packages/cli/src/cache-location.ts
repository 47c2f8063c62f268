import { homedir } from "node:os";
import { join, resolve } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

const MANIFEST = "ecephys_project_manifest.json";

/**
 * The manifest's absolute path: from `--cache`, else from ECEPHYS_CACHE, else in the user's cache directory. A source
 * may have its own directory next to that one (inside it, its files would be reported as unknown).
 */
export function manifestPath(cache: string | undefined, env: Environment, name?: string): string {
  const usual = userCacheDirectory(env, process.platform);
  const place = cache ?? (env.ECEPHYS_CACHE || (name === undefined ? usual : `${usual}-${name}`));
  const path = withHome(place);
  return resolve(path.endsWith(".json") ? path : join(path, MANIFEST));
}

/** Shells expand ~ only at the start of a word, so not in --cache=~/data. */
function withHome(path: string): string {
  return path.replace(/^~(?=$|[/\\])/, () => homedir());
}

/** The platform's usual directory for data that can be downloaded again. */
function userCacheDirectory(env: Environment, platform: NodeJS.Platform): string {
  const home = homedir();
  if (platform === "win32")
    return join(env.LOCALAPPDATA || join(home, "AppData", "Local"), "ecephys", "Cache");
  if (platform === "darwin") return join(home, "Library", "Caches", "ecephys");
  return join(env.XDG_CACHE_HOME || join(home, ".cache"), "ecephys");
}

/** Whether the network must not be used: `--offline`, or ECEPHYS_OFFLINE set to anything but 0 or false. */
export function isOffline(flag: boolean | undefined, env: Environment): boolean {
  const value = (env.ECEPHYS_OFFLINE ?? "").toLowerCase();
  return flag === true || !["", "0", "false", "no"].includes(value);
}
