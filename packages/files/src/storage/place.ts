import { access, constants, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { absent, systemCode, systemError } from "../system/errors.ts";
import { placeToWrite } from "./links.ts";

const { W_OK, X_OK } = constants;

/**
 * The place where a file is to be put, after making sure that it can be, as far as can be known beforehand: nothing is
 * made.
 * @throws the file system's error; those of `placeToWrite`.
 */
export async function requirePlace(full: string): Promise<string> {
  const place = await placeToWrite(full);
  if ((await absent(stat(place)))?.isDirectory()) throw systemError("EISDIR", full);
  for (let above = dirname(place); ; above = dirname(above)) {
    try {
      if (!(await stat(above)).isDirectory()) throw systemError("ENOTDIR", above);
      await access(above, W_OK | X_OK);
      return place;
    } catch (error) {
      if (systemCode(error) !== "ENOENT" || dirname(above) === above) throw error;
    }
  }
}
