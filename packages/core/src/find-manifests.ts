import { readdir } from "node:fs/promises";
import { argumentChecks } from "@ecephys/files";
import { guarded, systemCode } from "@ecephys/files/internal";
import { directoryStorage } from "@ecephys/files/node";
import { manifestsAmong } from "./integrity/other-manifests.ts";

/**
 * The manifests of project caches that lie in a directory, whatever they are called: names of files, sorted; none if
 * there is no such directory. AllenSDK's tutorials call it "manifest.json", `openProjectCache` by default
 * "ecephys_project_manifest.json".
 * @throws an EcephysError "storage" if the directory cannot be read.
 * @example
 * import { join } from "node:path";
 * import { findManifests, openProjectCache } from "@ecephys/core/node";
 * import { warehouse } from "@ecephys/fetch-warehouse";
 *
 * const [name = "manifest.json"] = await findManifests("data");
 * const cache = await openProjectCache({ api: warehouse(), manifest: join("data", name) });
 */
export async function findManifests(directory: string): Promise<string[]> {
  argumentChecks("Looking for manifests").text("directory", directory, "a path");
  const names = await guarded("Looking for manifests", directory, undefined, () =>
    readdir(directory).catch((error: unknown) => {
      if (["ENOENT", "ENOTDIR"].includes(systemCode(error) ?? "")) return [];
      throw error;
    }),
  );
  const found = await manifestsAmong(directoryStorage(directory), names.sort(), undefined);
  return found.filter(({ isOfProject }) => isOfProject).map(({ path }) => path);
}
