import { homedir } from "node:os";
import { join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The platform's usual directory for what can be made or downloaded again.
 * @param suffix Of another directory beside the one of the data: "code".
 */
export function userCacheDirectory(env: Environment, suffix?: string | undefined): string {
  const home = homedir();
  if (process.platform === "win32") {
    const inner = suffix === undefined ? "Cache" : `Cache-${suffix}`;
    return join(env.LOCALAPPDATA || join(home, "AppData", "Local"), "ecephys", inner);
  }
  const name = suffix === undefined ? "ecephys" : `ecephys-${suffix}`;
  if (process.platform === "darwin") return join(home, "Library", "Caches", name);
  return join(env.XDG_CACHE_HOME || join(home, ".cache"), name);
}
