import { basename, dirname, resolve } from "node:path";
import type { CacheStorage, DataFile, OptionNames } from "@ecephys/files";
import { argumentChecks, memoryStorage } from "@ecephys/files";
import { directoryStorage } from "@ecephys/files/node";
import { createProjectCache } from "./create-project-cache.ts";
import { MANIFEST_FILE_NAME } from "./manifest/builder.ts";
import { checkCacheOptions } from "./project/arguments.ts";
import { CREATE_OPTIONS, type CreateProjectCacheOptions } from "./project/options.ts";
import type { EcephysProjectCache } from "./project-cache.ts";

/** Options of `openProjectCache`. */
export interface OpenProjectCacheOptions<Session = DataFile, Movie = DataFile, Scene = DataFile>
  extends Omit<CreateProjectCacheOptions<Session, Movie, Scene>, "storage"> {
  /** The manifest's path; "ecephys_project_manifest.json" in the working directory by default ([note C4](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#c4)). */
  readonly manifest?: string | undefined;
  /** Whether files are kept on disk; if false, everything is kept in memory and `manifest` is ignored. */
  readonly cache?: boolean | undefined;
}

const { storage: _, ...OTHERS } = CREATE_OPTIONS;
const OPEN_OPTIONS: OptionNames<OpenProjectCacheOptions> = { ...OTHERS, cache: true };

/**
 * Opens a project cache in a directory. The layout is AllenSDK's: either can open a cache that the other has
 * written. Files are where the manifest says, relative to its directory; the directory and the manifest are
 * created if they do not exist, unless `offline` is set.
 * @throws an EcephysError "manifest" if the manifest cannot be used, "storage" if it cannot be read or written,
 * "argument" for a missing `api` or an invalid `fetchTries`.
 * @example
 * import { openProjectCache } from "@ecephys/core/node";
 * import { warehouse } from "@ecephys/fetch-warehouse";
 *
 * const cache = await openProjectCache({ api: warehouse(), manifest: "data/manifest.json" });
 * const units = await cache.getUnits();
 * console.log(units.numRows());
 */
export async function openProjectCache<Session = DataFile, Movie = DataFile, Scene = DataFile>(
  options: OpenProjectCacheOptions<Session, Movie, Scene>,
): Promise<EcephysProjectCache<Session, Movie, Scene>> {
  checkCacheOptions(options, OPEN_OPTIONS);
  const { manifest, cache = true, ...rest } = options;
  return createProjectCache(
    cache ? { ...rest, ...placeOf(manifest) } : { ...rest, storage: memoryStorage() },
  );
}

function placeOf(manifest = MANIFEST_FILE_NAME): { storage: CacheStorage; manifest: string } {
  const path = resolve(argumentChecks("Opening a project cache").text("manifest", manifest, "a path"));
  return { storage: directoryStorage(dirname(path)), manifest: basename(path) };
}
