import type { EcephysProjectApi, FetchOptions, TableFile, TableText, TableTextOptions } from "@ecephys/core";
import { TABLE_TEXT_OPTIONS } from "@ecephys/core/internal";
import { argumentChecks, httpFile, type RemoteFile } from "@ecephys/files";
import { lfpFile, probeFinder, sessionFile, templateFile } from "./files/files.ts";
import { lookUpSignal } from "./files/look-up.ts";
import { urlIn } from "./layout.ts";
import { listFiles } from "./listing/list.ts";
import type { ListedFile } from "./listing/listed-file.ts";
import type { S3Options } from "./options.ts";
import type { RawBand } from "./raw/raw-band.ts";
import { rawBand, rawProbeFile, syncFile } from "./raw/raw-files.ts";
import { normalize } from "./settings.ts";
import { getUnitAnalysisMetrics } from "./tables/metrics.ts";
import { getChannels, getProbes, getSessions, getUnits } from "./tables/tables.ts";
import { requiredText, tableText } from "./tables/text.ts";

/** The backend, and what the bucket has besides a project's tables and files. */
export interface S3Api extends EcephysProjectApi {
  getTableText(file: TableFile, options?: TableTextOptions): Promise<TableText | "unchanged" | undefined>;
  /** The raw spike band of a probe: 384 channels, 30 kHz, about 200 GB, read in parts. */
  getSpikeBand(probeId: number, options?: FetchOptions): Promise<RawBand>;
  /** The raw LFP band of a probe: 384 channels, 2.5 kHz, read in parts. The LFP file has fewer of both, in volts. */
  getLfpBand(probeId: number, options?: FetchOptions): Promise<RawBand>;
  /** When a probe's sync line changed (.npy, in samples of the spike band): for aligning its clock. */
  getEventTimestamps(probeId: number, options?: FetchOptions): Promise<RemoteFile>;
  /** How it changed at each of these times (.npy): 1 on, -1 off. */
  getChannelStates(probeId: number, options?: FetchOptions): Promise<RemoteFile>;
  /** The session's lines of synchronisation by the session's clock (HDF5). */
  getSyncData(sessionId: number, options?: FetchOptions): Promise<RemoteFile>;
  /** Any file of the directory by its path, as it is; whether there is one shows when it is opened. */
  file(path: string): RemoteFile;
  /** Any file of the raw recordings by its path: "SESSION/PROBE/spike_band.dat". */
  rawFile(path: string): RemoteFile;
  /** What lies in the directory, or in a folder of it, with sizes and ETags as far as the server tells. */
  listFiles(folder?: string, options?: FetchOptions): Promise<ListedFile[]>;
  /** The same of the raw recordings: folders are "SESSION/" and "SESSION/PROBE/". */
  listRawFiles(folder?: string, options?: FetchOptions): Promise<ListedFile[]>;
}

/**
 * The Allen Institute's public S3 bucket as a backend of a project cache, in Node; in a browser only behind a server
 * that allows the page's origin (CORS), which the bucket is said not to do. The bucket has the layout of a cache:
 * tables come as the text of its CSV files, by one GET each, and are kept as they came. Files are RemoteFiles with
 * size and ETag. Nothing is requested before a method is called.
 *
 * Methods reject with an EcephysError: "fetch" (no connection, a status, a stall), "response" (an answer that cannot
 * be right), "format" (a table that cannot be read), "not-found" (no such session, probe, movie or scene), "argument"
 * (ids that are none; `hasEyeTracking`, which the tables do not have). An abort rejects with the signal's reason.
 * @throws an EcephysError "argument" for an invalid option.
 * @example
 * import { openProjectCache } from "@ecephys/core/node";
 * import { s3 } from "@ecephys/fetch-s3";
 *
 * const cache = await openProjectCache({ api: s3(), manifest: "data/ecephys_project_manifest.json" });
 * const units = await cache.getUnits();
 */
export function s3(options: S3Options = {}): S3Api {
  const settings = normalize(options);
  const { baseUrl, rawDataUrl } = settings;
  const find = probeFinder(settings);
  return {
    name: "S3 bucket",
    getSessions: (filters) => getSessions(settings, filters),
    getProbes: (filters) => getProbes(settings, filters),
    getChannels: (filters) => getChannels(settings, filters),
    getUnits: (filters) => getUnits(settings, filters),
    getUnitAnalysisMetrics: (filters) => getUnitAnalysisMetrics(settings, filters),
    getTableText: async (file, asked = {}) => {
      argumentChecks("Fetching a table").knownOptions(asked, TABLE_TEXT_OPTIONS);
      asked.signal?.throwIfAborted();
      return file.table === "metrics"
        ? tableText(settings, file, asked)
        : requiredText(settings, file, asked);
    },
    getSessionData: (sessionId, fetching) => sessionFile(settings, sessionId, fetching),
    getProbeLfpData: (probeId, fetching) => lfpFile(settings, find, probeId, fetching),
    getNaturalMovieTemplate: (number, fetching) => templateFile(settings, "movie", number, fetching),
    getNaturalSceneTemplate: (number, fetching) => templateFile(settings, "scene", number, fetching),
    getSpikeBand: (probeId, fetching) => rawBand(settings, find, "spike_band.dat", probeId, fetching),
    getLfpBand: (probeId, fetching) => rawBand(settings, find, "lfp_band.dat", probeId, fetching),
    getEventTimestamps: (probeId, fetching) =>
      rawProbeFile(settings, find, "event_timestamps.npy", probeId, fetching),
    getChannelStates: (probeId, fetching) =>
      rawProbeFile(settings, find, "channel_states.npy", probeId, fetching),
    getSyncData: (sessionId, fetching) => syncFile(settings, sessionId, fetching),
    file: (path) => httpFile({ url: urlIn(baseUrl, path), ...settings.http, content: "any" }),
    rawFile: (path) => httpFile({ url: urlIn(rawDataUrl, path), ...settings.http }),
    listFiles: async (folder = "", fetching = {}) =>
      listFiles(settings, baseUrl, folder, lookUpSignal(fetching)),
    listRawFiles: async (folder = "", fetching = {}) =>
      listFiles(settings, rawDataUrl, folder, lookUpSignal(fetching)),
  };
}
