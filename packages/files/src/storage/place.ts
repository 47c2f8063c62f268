import { access, constants, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { absent, systemCode, systemError } from "../system/errors.ts";
import { checkParentInside, realFile } from "./directory-paths.ts";

const { W_OK, X_OK } = constants;

/**
 * Makes sure that a file can be put in its place, as far as can be known beforehand: nothing is made.
 * @throws the file system's error; an EcephysError "storage" if a link leads out of `root`.
 */
export async function requirePlace(root: string, full: string): Promise<void> {
  await checkParentInside(root, full);
  const real = await realFile(root, full);
  if (real !== undefined && (await absent(stat(real)))?.isDirectory()) throw systemError("EISDIR", full);
  for (let above = dirname(full); ; above = dirname(above)) {
    try {
      if (!(await stat(above)).isDirectory()) throw systemError("ENOTDIR", above);
      return await access(above, W_OK | X_OK);
    } catch (error) {
      if (systemCode(error) !== "ENOENT" || dirname(above) === above) throw error;
    }
  }
}
