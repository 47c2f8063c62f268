import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { EcephysError } from "@ecephys/files";

/**
 * The files that `--linked` names, by their names: those of links end in them.
 * @throws an EcephysError "not-found" for a file or directory that is not there.
 */
export async function linkedFiles(
  named: readonly string[] | undefined,
): Promise<Readonly<Record<string, string>> | undefined> {
  if (named === undefined) return undefined;
  const found = await Promise.all(named.map(filesOf));
  return Object.fromEntries(found.flat().map((path) => [nameOf(path), path]));
}

function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

function nameOf(path: string): string {
  return isAddress(path) && URL.canParse(path)
    ? decodeURIComponent(new URL(path).pathname.split("/").at(-1) ?? "")
    : basename(path);
}

async function filesOf(path: string): Promise<string[]> {
  if (isAddress(path)) return [path];
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return [path];
  if (!found?.isDirectory())
    throw new EcephysError("not-found", {
      action: "Choosing linked files",
      resource: path,
      reason: "there is no such file or directory",
      remedy: "Give the path of a file that links lead to, or of a directory of them: --linked PATH",
    });
  const entries = await readdir(path, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => join(path, name));
}
