import { basename, dirname, resolve } from "node:path";
import type { CacheStorage } from "@ecephys/files";
import { argumentChecks, memoryStorage } from "@ecephys/files";
import { directoryStorage } from "@ecephys/files/node";
import { MANIFEST_FILE_NAME } from "../manifest/builder.ts";
import type { EcephysProjectCache } from "../project-cache.ts";
import type { CachedFile } from "../readers.ts";
import { checkCacheOptions } from "./arguments.ts";
import { createProjectCache } from "./create.ts";
import type { CreateProjectCacheOptions } from "./options.ts";

/** What `openProjectCache` takes. */
export interface OpenProjectCacheOptions<Session = CachedFile, Movie = CachedFile, Scene = CachedFile>
  extends Omit<CreateProjectCacheOptions<Session, Movie, Scene>, "storage"> {
  /** The manifest's path; "ecephys_project_manifest.json" in the working directory by default (note C4). */
  readonly manifest?: string | undefined;
  /** Whether anything is kept on disk; with `false`, all is kept in memory and `manifest` is not looked at. */
  readonly cache?: boolean | undefined;
}

/**
 * Opens a project cache in a directory, which AllenSDK may have written and can open in turn. The files lie
 * where the manifest says, relative to its directory; directory and manifest are made where there are none,
 * unless `offline`.
 * @throws an EcephysError "manifest" where the manifest cannot be used, "storage" where it cannot be read or
 * written, "argument" for a missing `api` or a wrong `fetchTries`.
 */
export async function openProjectCache<Session = CachedFile, Movie = CachedFile, Scene = CachedFile>(
  options: OpenProjectCacheOptions<Session, Movie, Scene>,
): Promise<EcephysProjectCache<Session, Movie, Scene>> {
  checkCacheOptions(options);
  const { manifest, cache = true, ...rest } = options;
  return createProjectCache(
    cache ? { ...rest, ...placeOf(manifest) } : { ...rest, storage: memoryStorage() },
  );
}

function placeOf(manifest = MANIFEST_FILE_NAME): { storage: CacheStorage; manifest: string } {
  const path = resolve(argumentChecks("Opening a project cache").text("manifest", manifest, "a path"));
  return { storage: directoryStorage(dirname(path)), manifest: basename(path) };
}
