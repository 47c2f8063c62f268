import { argumentChecks, type DataFile, memoryStorage } from "@ecephys/files";
import { MANIFEST_FILE_NAME } from "./manifest/builder.ts";
import { openManifest } from "./manifest/open.ts";
import { checkCacheOptions, checkStorage } from "./project/arguments.ts";
import {
  CREATE_OPTIONS,
  type CreateProjectCacheOptions,
  type ProjectCacheOptions,
} from "./project/options.ts";
import { EcephysProjectCache } from "./project-cache.ts";

/**
 * Opens a project cache in any storage: memory by default, in a browser also `opfsStorage()` (of
 * "@ecephys/core/opfs"). A manifest is written if there is none, unless `offline` is set.
 * @throws an EcephysError "manifest" if the manifest cannot be used, "storage" if it cannot be read or written,
 * "argument" for a missing `api` or an invalid `fetchTries`.
 * @example
 * import { createProjectCache } from "@ecephys/core";
 * import { warehouse } from "@ecephys/fetch-warehouse";
 *
 * const cache = await createProjectCache({ api: warehouse() }); // in memory
 * const sessions = await cache.getSessionTable();
 * console.log(sessions.numRows());
 */
export async function createProjectCache<Session = DataFile, Movie = DataFile, Scene = DataFile>(
  options: CreateProjectCacheOptions<Session, Movie, Scene>,
): Promise<EcephysProjectCache<Session, Movie, Scene>> {
  return new EcephysProjectCache(await projectCacheOptions(options));
}

/** The options for a subclass's constructor: `new MyCache(await projectCacheOptions({ api, addManifestPaths }))`. */
export async function projectCacheOptions<Session, Movie, Scene>(
  options: CreateProjectCacheOptions<Session, Movie, Scene>,
): Promise<ProjectCacheOptions<Session, Movie, Scene>> {
  checkCacheOptions(options, CREATE_OPTIONS);
  const {
    storage = memoryStorage(),
    manifest: name = MANIFEST_FILE_NAME,
    version,
    addManifestPaths,
    signal,
    ...behaviour
  } = options;
  checkStorage(storage);
  argumentChecks("Opening a project cache").text("manifest", name, "a path");
  const onWarning = behaviour.onWarning ?? ((message) => console.warn(message));
  const create = !behaviour.offline;
  const manifest = await openManifest(storage, {
    name,
    version,
    addManifestPaths,
    create,
    onWarning,
    signal,
  });
  return { ...behaviour, storage, manifest };
}
