import { lstat, readlink, realpath, stat } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import { EcephysError } from "../errors.ts";
import { absent, systemCode, systemError } from "../system/errors.ts";

/** As many links in a row as Linux follows. */
const MOST_LINKS = 40;
/** Where git-annex (and with it datalad) keeps the content of files, named after its checksum. */
const ANNEX = `${sep}.git${sep}annex${sep}objects${sep}`;

/** Where a file is or is going to be: what its path leads to if that is a symbolic link, else the path itself. */
export async function placeOf(full: string): Promise<string> {
  let place = full;
  for (let links = 0; links < MOST_LINKS; links++) {
    const target = await linkTarget(place);
    if (target === undefined) return place;
    // ".." in a link is meant from where the link really is.
    place = resolve((await absent(realpath(dirname(place)))) ?? dirname(place), target);
  }
  throw systemError("ELOOP", full);
}

/**
 * The same for a file that is to be written: into the directory that its links lead to, which must be there.
 * @throws an EcephysError "storage" if it is not, or if it is a store in which names stand for content.
 */
export async function placeToWrite(full: string): Promise<string> {
  const place = await placeOf(full);
  if (place.includes(ANNEX))
    throw refusal(full, `it is a link into a git-annex store, to ${place}`, ANNEX_REMEDY);
  if (place !== full && (await absent(stat(dirname(place)))) === undefined)
    throw refusal(full, `it is a link to ${place}, whose directory does not exist`, LINK_REMEDY);
  const dangling = await danglingAbove(place);
  if (dangling !== undefined)
    throw refusal(full, `${dangling} is a link to a directory that does not exist`, LINK_REMEDY);
  return place;
}

const ANNEX_REMEDY =
  "Fetch its content there (`datalad get FILE` or `git annex get FILE`), or make it an ordinary file (`git annex unlock FILE`)";
const LINK_REMEDY = "Make (or mount) what the link leads to, or remove the link";

function refusal(resource: string, reason: string, remedy: string): EcephysError {
  return new EcephysError("storage", { action: "Writing a file", resource, reason, remedy });
}

async function linkTarget(path: string): Promise<string | undefined> {
  try {
    return await readlink(path);
  } catch (error) {
    // Not a link; not there; below something that is no directory, which whoever writes there reports.
    if (["EINVAL", "ENOENT", "ENOTDIR", "UNKNOWN"].includes(systemCode(error) ?? "")) return undefined;
    throw error;
  }
}

/** The nearest thing above a file that is there, if it is a link that leads nowhere. */
async function danglingAbove(full: string): Promise<string | undefined> {
  for (let above = dirname(full); dirname(above) !== above; above = dirname(above)) {
    const found = await absent(lstat(above)).catch(() => undefined);
    if (found === undefined) continue;
    return found.isSymbolicLink() && (await absent(stat(above))) === undefined ? above : undefined;
  }
  return undefined;
}
