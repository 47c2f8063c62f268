import type { EcephysProjectApi, FetchOptions } from "../fetch-api.ts";
import {
  CHANNELS_KEY,
  NATURAL_MOVIE_KEY,
  NATURAL_SCENE_KEY,
  PROBE_LFP_NWB_KEY,
  PROBES_KEY,
  SESSION_ANALYSIS_METRICS_KEY,
  SESSION_NWB_KEY,
  SESSIONS_KEY,
  TYPEWISE_ANALYSIS_METRICS_KEY,
  UNITS_KEY,
} from "../manifest/keys.ts";
import {
  CHANNELS,
  PROBES,
  SESSIONS,
  type TableSchema,
  UNIT_ANALYSIS_METRICS,
  UNITS,
} from "../tables/schema.ts";
import { anyContent } from "./contents/content.ts";
import { hdf5Content } from "./contents/hdf5.ts";
import { npyContent, tiffContent } from "./contents/images.ts";
import type { FileKind, RemoteFileKind, TableKind } from "./kind.ts";

type Id = readonly [id: number];

const projectTable = (
  key: string,
  table: "sessions" | "probes" | "channels" | "units",
  schema: TableSchema,
  fetch: (api: EcephysProjectApi, options: FetchOptions) => ReturnType<TableKind["fetch"]>,
): TableKind<readonly []> => ({
  kind: "table",
  label: "tables",
  isData: true,
  key,
  arguments: [],
  inPath: [],
  resource: () => `the ${schema.name}`,
  request: {
    name: "tables",
    form: "switch",
    option: { name: "tables", description: "the tables of sessions, probes, channels and units" },
  },
  holds: "table",
  schema,
  fetch: ({ api }, _, options) => fetch(api, options),
  fetchText: async ({ api }, _, options) => api.getTableText?.({ table }, options),
});

/** The four raw tables from which all others are made. */
export const SESSION_TABLE = projectTable(SESSIONS_KEY, "sessions", SESSIONS, (api, options) =>
  api.getSessions(options),
);
export const PROBE_TABLE = projectTable(PROBES_KEY, "probes", PROBES, (api, options) =>
  api.getProbes(options),
);
export const CHANNEL_TABLE = projectTable(CHANNELS_KEY, "channels", CHANNELS, (api, options) =>
  api.getChannels(options),
);
export const UNIT_TABLE = projectTable(UNITS_KEY, "units", UNITS, (api, options) => api.getUnits(options));

/** Analysis metrics of the units of a session type. */
export const TYPE_METRICS: TableKind<readonly [type: string]> = {
  kind: "metrics",
  label: "analysis metrics",
  isData: true,
  key: TYPEWISE_ANALYSIS_METRICS_KEY,
  arguments: [{ name: "a session type", type: "text" }],
  inPath: [0],
  resource: (type) => `the unit analysis metrics of ${type}`,
  request: {
    name: "sessionTypes",
    form: "names",
    option: {
      name: "session-type",
      takes: "types",
      description: "the analysis metrics of these session types",
    },
  },
  holds: "table",
  schema: UNIT_ANALYSIS_METRICS,
  fetch: async (project, [type], options) => {
    await project.requireSessionType(type, options.signal);
    return project.api.getUnitAnalysisMetrics({ ...options, sessionTypes: [type] });
  },
  fetchText: async (project, [sessionType], options) => {
    if (project.api.getTableText === undefined) return undefined;
    await project.requireSessionType(sessionType, options.signal);
    return project.api.getTableText({ table: "metrics", sessionType }, options);
  },
};

/** Analysis metrics of a session's units. */
export const SESSION_METRICS: TableKind<Id> = {
  kind: "metrics",
  label: "analysis metrics",
  isData: true,
  key: SESSION_ANALYSIS_METRICS_KEY,
  arguments: [{ name: "a session id", type: "id" }],
  inPath: [0, 0],
  resource: (id) => `the unit analysis metrics of session ${id}`,
  request: {
    name: "metrics",
    form: "ids",
    ofSessions: { name: "metrics", description: "the analysis metrics of these sessions" },
  },
  holds: "table",
  schema: UNIT_ANALYSIS_METRICS,
  fetch: async (project, [id], options) => {
    await project.requireSession(id, options.signal);
    return project.api.getUnitAnalysisMetrics({ ...options, sessionIds: [id] });
  },
  fetchText: async (project, [sessionId], options) => {
    if (project.api.getTableText === undefined) return undefined;
    await project.requireSession(sessionId, options.signal);
    return project.api.getTableText({ table: "metrics", sessionId }, options);
  },
};

/** A natural scene. */
export const SCENE: RemoteFileKind<Id> = {
  kind: "scene",
  label: "natural scenes",
  isData: true,
  key: NATURAL_SCENE_KEY,
  arguments: [{ name: "the number of a natural scene", type: "number" }],
  inPath: [0],
  resource: (number) => `natural scene ${number}`,
  request: {
    name: "scenes",
    form: "ids",
    option: { name: "scene", takes: "numbers", description: "these natural scenes: 0-117" },
  },
  holds: "file",
  fetch: (api, [number], options) => api.getNaturalSceneTemplate(number, options),
  content: tiffContent,
  reader: "naturalScene",
};

/** The frames of a natural movie. */
export const MOVIE: RemoteFileKind<Id> = {
  kind: "movie",
  label: "natural movies",
  isData: true,
  key: NATURAL_MOVIE_KEY,
  arguments: [{ name: "the number of a natural movie", type: "number" }],
  inPath: [0],
  resource: (number) => `natural movie ${number}`,
  request: {
    name: "movies",
    form: "ids",
    option: { name: "movie", takes: "numbers", description: "these natural movies: 1,3" },
  },
  holds: "file",
  fetch: (api, [number], options) => api.getNaturalMovieTemplate(number, options),
  // The warehouse's "natural_movie_1.h5" is in fact an .npy file.
  content: anyContent(npyContent, hdf5Content),
  reader: "naturalMovie",
};

/** The NWB file of a session. */
export const SESSION: RemoteFileKind<Id> = {
  kind: "session",
  label: "sessions",
  isData: true,
  key: SESSION_NWB_KEY,
  arguments: [{ name: "a session id", type: "id" }],
  inPath: [0, 0],
  resource: (id) => `session ${id}`,
  request: {
    name: "sessions",
    form: "ids",
    option: { name: "session", takes: "ids", description: "these, separated by commas" },
  },
  holds: "file",
  fetch: (api, [id], options) => api.getSessionData(id, options),
  content: hdf5Content,
  reader: "session",
};

/** The LFP file of a probe of a session. */
export const LFP: RemoteFileKind<readonly [sessionId: number, probeId: number]> = {
  kind: "lfp",
  label: "LFP",
  isData: true,
  key: PROBE_LFP_NWB_KEY,
  arguments: [
    { name: "a session id", type: "id" },
    { name: "a probe id", type: "id" },
  ],
  inPath: [0, 1],
  resource: (_, probeId) => `the LFP of probe ${probeId}`,
  request: {
    name: "lfp",
    form: "ids",
    option: { name: "probe", takes: "ids", description: "the LFP files of these probes" },
    ofSessions: { name: "lfp", description: "the LFP files of all probes of these sessions" },
    async find(project, wanted, signal) {
      const { probes, unknown } = await project.lfpProbes(wanted, signal);
      return {
        files: probes.map(({ sessionId, probeId }) => [sessionId, probeId] as const),
        unavailable: unknown.map(({ id, error }) => ({ resource: `the LFP of probe ${id}`, error })),
      };
    },
  },
  holds: "file",
  fetch: (api, [, probeId], options) => api.getProbeLfpData(probeId, options),
  content: hdf5Content,
};

/**
 * Every kind of file that a project has, in the order in which a prefetch downloads them: small ones first. A
 * row describes its kind completely: prefetching, status, verifying, repairing, pruning and the command line's
 * options are derived from it.
 */
export const FILE_KINDS: readonly FileKind[] = [
  SESSION_TABLE,
  PROBE_TABLE,
  CHANNEL_TABLE,
  UNIT_TABLE,
  TYPE_METRICS,
  SESSION_METRICS,
  SCENE,
  MOVIE,
  SESSION,
  LFP,
];
