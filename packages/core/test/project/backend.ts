import type { RemoteFile } from "@ecephys/files";
import { argumentChecks, EcephysError } from "@ecephys/files";
import { cacheFiles, type SampleProject } from "@ecephys/fixtures";
import type { EcephysProjectApi } from "../../src/fetch-api.ts";
import { readCsv } from "../../src/tables/csv-read.ts";
import {
  CHANNELS,
  PROBES,
  SESSIONS,
  type TableSchema,
  UNIT_ANALYSIS_METRICS,
  UNITS,
} from "../../src/tables/schema.ts";

/** A backend as a lab may write one: it serves a sample project, counts its calls, and can be told to fail. */
export interface LabBackend extends EcephysProjectApi {
  /** Calls so far, by what was asked for: "getUnits", "download session_1/session_1.nwb". */
  readonly calls: string[];
  /** What the next calls of a name do first. */
  readonly before: Map<string, (() => unknown)[]>;
  /** Turns a download's pieces into others. */
  damage: ((chunks: Uint8Array[]) => (Uint8Array | Error)[]) | undefined;
}

export function labBackend(project: SampleProject = "mini"): LabBackend {
  const files = cacheFiles(project);
  const calls: string[] = [];
  const before: LabBackend["before"] = new Map();
  const step = async (name: string, signal: AbortSignal | undefined) => {
    calls.push(name);
    await new Promise((resolve) => setTimeout(resolve, 5));
    signal?.throwIfAborted();
    await before.get(name)?.shift()?.();
  };
  const table = async (name: string, path: string, schema: TableSchema, signal?: AbortSignal) => {
    await step(name, signal);
    return readCsv(files.get(path)!, schema, { resource: path });
  };
  const file = async (name: string, path: string): Promise<RemoteFile> => {
    await step(name, undefined);
    const bytes = files.get(path);
    if (bytes === undefined) throw unknown(path);
    return {
      url: `lab:${path}`,
      info: async () => ({ byteLength: bytes.byteLength }),
      open: async ({ signal } = {}) => {
        await step(`download ${path}`, signal);
        const chunks: Uint8Array[] = [];
        for (let at = 0; at < bytes.length; at += 100_000) chunks.push(bytes.slice(at, at + 100_000));
        const left = backend.damage?.(chunks) ?? chunks;
        const stream = new ReadableStream<Uint8Array>({
          async pull(controller) {
            await new Promise((resolve) => setTimeout(resolve, 1));
            const next = left.shift();
            if (next === undefined) controller.close();
            else if (next instanceof Error) controller.error(next);
            else controller.enqueue(next);
          },
        });
        return { start: 0, byteLength: bytes.byteLength, stream };
      },
    };
  };
  const sessionOf = (probeId: number) =>
    [...files.keys()].find((path) => path.endsWith(`probe_${probeId}_lfp.nwb`)) ?? `probe ${probeId}`;
  const backend: LabBackend = {
    name: "lab",
    calls,
    before,
    damage: undefined,
    getSessions: (options) => table("getSessions", "sessions.csv", SESSIONS, options?.signal),
    getProbes: (options) => table("getProbes", "probes.csv", PROBES, options?.signal),
    getChannels: (options) => table("getChannels", "channels.csv", CHANNELS, options?.signal),
    getUnits: (options) => table("getUnits", "units.csv", UNITS, options?.signal),
    getUnitAnalysisMetrics: async (options = {}) => {
      const { ids, names } = argumentChecks("Asking the lab");
      const [session] = ids("sessionIds", options.sessionIds ?? []);
      const [type] = names("sessionTypes", options.sessionTypes ?? []);
      const path =
        session === undefined
          ? `${type}_analysis_metrics.csv`
          : `session_${session}/session_${session}_analysis_metrics.csv`;
      if (!files.has(path)) {
        const none = "functional_connectivity_analysis_metrics.csv";
        return (await table("getUnitAnalysisMetrics", none, UNIT_ANALYSIS_METRICS)).slice(0, 0).reify();
      }
      return table("getUnitAnalysisMetrics", path, UNIT_ANALYSIS_METRICS, options.signal);
    },
    getSessionData: (id) => file("getSessionData", `session_${id}/session_${id}.nwb`),
    getProbeLfpData: (id) => file("getProbeLfpData", sessionOf(id)),
    getNaturalMovieTemplate: (number) =>
      file("getNaturalMovieTemplate", `natural_movie_templates/natural_movie_${number}.h5`),
    getNaturalSceneTemplate: (number) =>
      file("getNaturalSceneTemplate", `natural_scene_templates/natural_scene_${number}.tiff`),
    close: async () => void calls.push("close"),
  };
  return backend;
}

function unknown(path: string): EcephysError {
  return new EcephysError("not-found", {
    action: "Fetching",
    resource: path,
    reason: "the lab has no such file",
  });
}

/** A failure that goes away. */
export const lostConnection = (): never => {
  throw new EcephysError("fetch", {
    action: "Fetching",
    resource: "the lab",
    reason: "the connection was lost",
    retryable: true,
  });
};
