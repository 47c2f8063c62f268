import type { EcephysProjectApi, FetchOptions } from "@ecephys/core";
import { FETCH_OPTIONS } from "@ecephys/core/internal";
import { argumentChecks, EcephysError, type OptionNames, type RemoteFile } from "@ecephys/files";
import type { DandiAsset } from "./asset.ts";
import { dandi } from "./dandi.ts";
import type { Dandiset } from "./dandiset.ts";

/** Where the files of a project come from. */
export interface DandiFilesOptions {
  /** The backend of the tables, metrics, movies and scenes, which the dandiset does not have. */
  readonly tables: EcephysProjectApi;
  /** The dandiset of the sessions and LFP files; "000021" by default. */
  readonly dandiset?: Dandiset | undefined;
}

const OPTIONS: OptionNames<DandiFilesOptions> = { tables: true, dandiset: true };

/**
 * A backend of a project cache that takes sessions and LFP files from a dandiset, and everything else from another
 * backend: DANDI has the files of the Visual Coding set, but not its tables. Files are found by their ids: a
 * session's path ends in "_ses-ID.nwb", that of a probe's LFP in "_probe-ID_ecephys.nwb". They are of the same
 * sessions as the Institute's own files, converted again for the archive, and not the same bytes: keep them in a
 * cache of their own.
 * @throws an EcephysError "argument" without `tables`.
 * @example
 * import { openProjectCache } from "@ecephys/core/node";
 * import { dandiFiles } from "@ecephys/dandi";
 * import { s3 } from "@ecephys/fetch-s3";
 *
 * const cache = await openProjectCache({ api: dandiFiles({ tables: s3() }), cache: false });
 */
export function dandiFiles(options: DandiFilesOptions): EcephysProjectApi {
  const checks = argumentChecks("Opening a dandiset");
  const { dandiset = dandi("000021"), tables } = checks.knownOptions(options, OPTIONS);
  checks.required("the option tables", tables, "a backend");
  return {
    name: tables.name,
    getSessions: (filters) => tables.getSessions(filters),
    getProbes: (filters) => tables.getProbes(filters),
    getChannels: (filters) => tables.getChannels(filters),
    getUnits: (filters) => tables.getUnits(filters),
    getUnitAnalysisMetrics: (filters) => tables.getUnitAnalysisMetrics(filters),
    getTableText: async (file, call) => tables.getTableText?.(file, call),
    getSessionData: (id, call) => ownedFile(dandiset, "session", id, (owner) => `*_ses-${owner}.nwb`, call),
    getProbeLfpData: (id, call) =>
      ownedFile(dandiset, "probe", id, (owner) => `*_probe-${owner}_ecephys.nwb`, call),
    getNaturalMovieTemplate: (number, call) => tables.getNaturalMovieTemplate(number, call),
    getNaturalSceneTemplate: (number, call) => tables.getNaturalSceneTemplate(number, call),
    close: async () => tables.close?.(),
  };
}

async function ownedFile(
  dandiset: Dandiset,
  owner: "session" | "probe",
  ownerId: number,
  globOf: (id: number) => string,
  options: FetchOptions = {},
): Promise<RemoteFile> {
  const checks = argumentChecks("Looking up a file");
  const { signal } = checks.knownOptions(options, FETCH_OPTIONS);
  const id = checks.id(`a ${owner} id`, ownerId);
  signal?.throwIfAborted();
  const found: DandiAsset[] = [];
  for await (const asset of dandiset.assets({ glob: globOf(id), signal })) found.push(asset);
  const [asset] = found;
  if (asset !== undefined && found.length === 1) return asset.file();
  const paths = found.map(({ path }) => path).join(", ");
  throw new EcephysError(found.length === 0 ? "not-found" : "response", {
    action: "Looking up",
    resource: `the file of ${owner} ${id} in dandiset ${dandiset.id}`,
    reason: found.length === 0 ? `no path matches ${globOf(id)}` : `several paths match: ${paths}`,
    remedy: `\`ecephys dandi ls ${dandiset.id}\` lists all paths`,
  });
}
