import { basename, dirname, resolve } from "node:path";
import type { CacheStorage, DataFile, OptionNames } from "@ecephys/files";
import { argumentChecks, memoryStorage } from "@ecephys/files";
import { directoryStorage } from "@ecephys/files/node";
import { createProjectCache } from "./create-project-cache.ts";
import { MANIFEST_FILE_NAME } from "./manifest/builder.ts";
import { checkCacheOptions } from "./project/arguments.ts";
import { CREATE_OPTIONS, type CreateProjectCacheOptions } from "./project/options.ts";
import type { EcephysProjectCache } from "./project-cache.ts";

/** What `openProjectCache` takes. */
export interface OpenProjectCacheOptions<Session = DataFile, Movie = DataFile, Scene = DataFile>
  extends Omit<CreateProjectCacheOptions<Session, Movie, Scene>, "storage"> {
  /** The manifest's path; "ecephys_project_manifest.json" in the working directory by default (note C4). */
  readonly manifest?: string | undefined;
  /** Whether anything is kept on disk; with `false`, all is kept in memory and `manifest` is not looked at. */
  readonly cache?: boolean | undefined;
}

const { storage: _, ...OTHERS } = CREATE_OPTIONS;
const OPEN_OPTIONS: OptionNames<OpenProjectCacheOptions> = { ...OTHERS, cache: true };

/**
 * Opens a project cache in a directory, which AllenSDK may have written and can open in turn. The files lie
 * where the manifest says, relative to its directory; directory and manifest are made where there are none,
 * unless `offline`.
 * @throws an EcephysError "manifest" where the manifest cannot be used, "storage" where it cannot be read or
 * written, "argument" for a missing `api` or a wrong `fetchTries`.
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
