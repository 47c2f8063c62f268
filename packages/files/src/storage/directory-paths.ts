import { realpath } from "node:fs/promises";
import { dirname, sep } from "node:path";
import { EcephysError } from "../errors.ts";
import { absent } from "../system/errors.ts";

/**
 * The path of a file with its symbolic links followed; `undefined` if there is none.
 * @throws an EcephysError "storage" if the links lead out of `root`.
 */
export async function realFile(root: string, full: string): Promise<string | undefined> {
  const [real, realRoot] = await Promise.all([absent(realpath(full)), absent(realpath(root))]);
  if (real === undefined || realRoot === undefined) return undefined;
  checkInside(real, realRoot, full);
  return real;
}

/** The same for the directory that a file is to lie in, as far as that is there. */
export async function checkParentInside(root: string, full: string): Promise<void> {
  const realRoot = await absent(realpath(root));
  if (realRoot === undefined) return;
  for (let above = dirname(full); above.startsWith(root); above = dirname(above)) {
    const real = await absent(realpath(above));
    if (real !== undefined) return checkInside(real, realRoot, full);
  }
}

function checkInside(real: string, realRoot: string, full: string): void {
  if (real === realRoot || real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)) return;
  throw new EcephysError("storage", {
    action: "Looking up a file",
    resource: full,
    reason: `a symbolic link leads out of the cache, to ${real}`,
    remedy: "Put the file itself into the cache, or open the cache at the place that the link leads to",
  });
}
