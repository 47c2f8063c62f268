import type { CacheStorage } from "@ecephys/files";
import { hiddenFile } from "@ecephys/files/internal";
import type { Manifest } from "../manifest/manifest.ts";

/** What version control and its stores of large files (git, git-annex, datalad) keep beside the data. */
const OF_REPOSITORY = new Set([".git", ".datalad", ".gitattributes", ".gitignore", ".gitmodules"]);

const HIDDEN = ".ecephys";

/**
 * The files of a cache's directory. Of the manifest's directories those that are symbolic links are followed, and of
 * what is in them only the cache's own files are listed: the others are somewhere else.
 */
export async function listCache(
  { manifest, storage }: { readonly manifest: Manifest; readonly storage: CacheStorage },
  isOfManifest: (path: string) => boolean,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const isDirectory = directoriesOf(manifest);
  const follow = async (paths: readonly string[]): Promise<string[]> => {
    const found: string[] = [];
    for (const path of paths) {
      const below = isDirectory(path) ? await filesBelow(storage, path, signal) : undefined;
      if (below === undefined) found.push(path);
      else found.push(...(await follow(below)).filter((each) => isOfManifest(each) || hiddenFile(each)));
    }
    return found;
  };
  const listed = await storage.list(undefined, { signal });
  return follow(listed.filter((path) => !OF_REPOSITORY.has(path.split("/", 1)[0]!)));
}

/** The files below something that was listed; undefined if it is no link to a directory that can be read. */
async function filesBelow(
  storage: CacheStorage,
  path: string,
  signal: AbortSignal | undefined,
): Promise<string[] | undefined> {
  try {
    // A file, or a link that leads nowhere.
    await storage.stat(path, { signal });
    return undefined;
  } catch {
    signal?.throwIfAborted();
    return storage.list(path, { signal }).catch(() => undefined);
  }
}

/** Whether a path is that of a directory in which the manifest has files, or of one with their records. */
function directoriesOf({ paths }: Manifest): (path: string) => boolean {
  const directories = new Set<string>();
  for (const { spec, type } of paths.values()) {
    const segments = spec.split("/");
    const depth = type === "file" ? segments.length - 1 : segments.length;
    for (let length = 1; length <= depth; length++) directories.add(segments.slice(0, length).join("/"));
  }
  directories.delete("");
  const sources = [...directories].map((spec) =>
    spec
      .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
      .replaceAll("%d", "-?\\d+")
      .replaceAll("%s", "[^/]+")
      .replaceAll("%%", "%"),
  );
  const pattern = new RegExp(`^(?:${HIDDEN}/)?(?:${[...sources, HIDDEN].join("|")})$`);
  return (path) => pattern.test(path);
}
