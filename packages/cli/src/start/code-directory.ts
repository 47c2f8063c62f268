import { statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { userCacheDirectory } from "../user-directory.ts";

/**
 * Where compiled code is kept: in the user's cache directory, or where Node's own variables say; undefined if nowhere.
 * With another user's home (as of `sudo`), nowhere: what is made there would be in that user's way.
 */
export function codeDirectory(env: NodeJS.ProcessEnv): string | undefined {
  if (env.NODE_DISABLE_COMPILE_CACHE) return undefined;
  if (env.NODE_COMPILE_CACHE) return join(env.NODE_COMPILE_CACHE, "ecephys");
  try {
    const user = process.getuid?.();
    return user === undefined || statSync(homedir()).uid === user
      ? userCacheDirectory(env, "code")
      : undefined;
  } catch {
    return undefined;
  }
}
