import type { EcephysProjectApi } from "@ecephys/core";
import { LFP_FILE, ownedFile, SESSION_FILE } from "./files.ts";
import type { WarehouseOptions } from "./options.ts";
import { normalize } from "./settings.ts";
import { getChannels, getProbes, getSessions, getUnitAnalysisMetrics, getUnits } from "./tables.ts";
import { templateFinder } from "./templates.ts";

/**
 * The Allen Institute's public data warehouse (api.brain-map.org) as a backend of a project cache, in Node and
 * the browser. Tables come in pages, fetched side by side and retried one by one; files are RemoteFiles that
 * transfer nothing before they are opened. Nothing is asked of the network before a method is called.
 *
 * Methods reject with an EcephysError: "fetch" (no connection, a status, a stall, a time-out), "response" (an
 * answer that cannot be right), "not-found" (no such session, probe, movie or scene; it says which there are),
 * "argument" (values that are not ids; `publishedAt`, which the warehouse cannot filter by). An abort rejects with the
 * signal's reason. Filters that match nothing give an empty table with typed columns ([note M6](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#m6)).
 * @throws an EcephysError "argument" where an option cannot be meant.
 */
export function warehouse(options: WarehouseOptions = {}): EcephysProjectApi {
  const settings = normalize(options);
  const template = templateFinder(settings);
  return {
    name: "warehouse",
    getSessions: (filters) => getSessions(settings, filters),
    getProbes: (filters) => getProbes(settings, filters),
    getChannels: (filters) => getChannels(settings, filters),
    getUnits: (filters) => getUnits(settings, filters),
    getUnitAnalysisMetrics: (filters) => getUnitAnalysisMetrics(settings, filters),
    getSessionData: (sessionId, fetching) => ownedFile(settings, SESSION_FILE, sessionId, fetching),
    getProbeLfpData: (probeId, fetching) => ownedFile(settings, LFP_FILE, probeId, fetching),
    getNaturalMovieTemplate: (number, fetching) => template("movie", number, fetching),
    getNaturalSceneTemplate: (number, fetching) => template("scene", number, fetching),
  };
}
