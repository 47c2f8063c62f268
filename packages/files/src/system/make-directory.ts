import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { absent, systemCode, systemError } from "./errors.ts";

/** How often a directory may be removed by someone else between being made and being used. */
export const DIRECTORY_TRIES = 5;

/** Makes a directory and those above it, and adds them to `made`. */
export async function makeDirectory(directory: string, made: string[], tries: number): Promise<void> {
  try {
    await mkdir(directory);
    made.push(directory);
    return;
  } catch (error) {
    const code = systemCode(error);
    if (code === "EEXIST") {
      const found = await absent(stat(directory));
      if (found?.isDirectory()) return;
      if (found !== undefined) throw systemError("ENOTDIR", directory);
      // Removed in the meantime by another, who has made it for a moment; or a link that leads nowhere.
      if (tries <= 1) throw systemError("ENOENT", directory);
    } else {
      if (code !== "ENOENT" || tries <= 1 || dirname(directory) === directory) throw error;
      await makeDirectory(dirname(directory), made, DIRECTORY_TRIES);
    }
  }
  await makeDirectory(directory, made, tries - 1);
}
