import { createProjectCache, type EcephysProjectCache } from "@ecephys/core";
import { fixed } from "@ecephys/fetch-fixed";
import { memoryStorage } from "@ecephys/files";
import { fetchFile } from "./fetch-file.ts";

/** The tables of the sample project that the site serves, as a cache directory of AllenSDK has them. */
export const SAMPLE_FILES = [
  "ecephys_project_manifest.json",
  "sessions.csv",
  "probes.csv",
  "channels.csv",
  "units.csv",
  "brain_observatory_1.1_analysis_metrics.csv",
  "functional_connectivity_analysis_metrics.csv",
] as const;

/** Fetches the sample's files from `base` into memory and opens them as a project cache. */
export async function openSample(base: string): Promise<EcephysProjectCache> {
  const storage = memoryStorage();
  await Promise.all(
    SAMPLE_FILES.map(async (name) => {
      const response = await fetchFile(`${base}${name}`);
      await storage.write(name, new Uint8Array(await response.arrayBuffer()));
    }),
  );
  return createProjectCache({ api: fixed(), storage });
}
