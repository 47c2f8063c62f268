import type { ManifestFile } from "../integrity/classify.ts";
import * as KEYS from "../manifest/keys.ts";
import type { CacheContext } from "../project/context.ts";
import { lfpRequest, movieRequest, sceneRequest, sessionRequest } from "../project/file-requests.ts";
import type { ProjectMetrics } from "../project/metrics.ts";
import { unknownId } from "../project/not-found.ts";
import { type ProjectTables, RAW_TABLE_KEYS } from "../project/tables.ts";
import { fileItem, type PrefetchItem, tableItem } from "./item.ts";
import type { PrefetchFailure } from "./plan.ts";
import type { WantedFiles } from "./request.ts";

/** The parts of a project cache that know its files. */
export interface ProjectParts {
  readonly context: CacheContext;
  readonly tables: ProjectTables;
  readonly metrics: ProjectMetrics;
}

/** The files that a request means, each once, and what of it does not exist. */
export interface RequestedItems {
  readonly items: readonly PrefetchItem[];
  readonly unavailable: readonly PrefetchFailure[];
}

/** Turns a request into files. Only LFP needs to look something up: which session a probe is of. */
export async function requestedItems(
  parts: ProjectParts,
  wanted: WantedFiles,
  signal: AbortSignal | undefined,
): Promise<RequestedItems> {
  const { context, metrics, tables } = parts;
  const lfp = await lfpItems(parts, wanted, signal);
  const items = [
    ...(wanted.tables ? RAW_TABLE_KEYS.map((key) => tableItem(context, "table", tables.file(key))) : []),
    ...wanted.sessionTypes.map((type) => tableItem(context, "metrics", metrics.typeFile(type))),
    ...wanted.metrics.map((id) => tableItem(context, "metrics", metrics.sessionFile(id))),
    ...wanted.scenes.map((number) => fileItem(context, sceneRequest(context, number))),
    ...wanted.movies.map((number) => fileItem(context, movieRequest(context, number))),
    ...wanted.sessions.map((id) => fileItem(context, sessionRequest(context, id))),
    ...lfp.items,
  ];
  const unique = new Map(items.map((item) => [item.path, item]));
  return { items: [...unique.values()], unavailable: lfp.unavailable };
}

/** The file of a path of the cache; undefined where no backend has it. */
export function itemOfPath(
  { context, metrics, tables }: ProjectParts,
  { args, key }: ManifestFile,
): PrefetchItem | undefined {
  const [first, second] = args;
  switch (key) {
    case KEYS.SESSIONS_KEY:
    case KEYS.PROBES_KEY:
    case KEYS.CHANNELS_KEY:
    case KEYS.UNITS_KEY:
      return tableItem(context, "table", tables.file(key));
    case KEYS.SESSION_ANALYSIS_METRICS_KEY:
      return tableItem(context, "metrics", metrics.sessionFile(Number(first)));
    case KEYS.TYPEWISE_ANALYSIS_METRICS_KEY:
      return tableItem(context, "metrics", metrics.typeFile(String(first)));
    case KEYS.SESSION_NWB_KEY:
      return fileItem(context, sessionRequest(context, Number(first)));
    case KEYS.PROBE_LFP_NWB_KEY:
      return fileItem(context, lfpRequest(context, Number(first), Number(second)));
    case KEYS.NATURAL_MOVIE_KEY:
      return fileItem(context, movieRequest(context, Number(first)));
    case KEYS.NATURAL_SCENE_KEY:
      return fileItem(context, sceneRequest(context, Number(first)));
    default:
      return undefined;
  }
}

async function lfpItems(
  { context, tables }: ProjectParts,
  { lfp, sessions }: WantedFiles,
  signal: AbortSignal | undefined,
): Promise<RequestedItems> {
  if ((lfp === true ? sessions : lfp).length === 0) return { items: [], unavailable: [] };
  const probes = await tables.rawProbes({ signal });
  const sessionOf = new Map<number, number>();
  const wanted: number[] = [];
  const [ids, owners, has] = (["id", "ecephys_session_id", "has_lfp_data"] as const).map((name) =>
    probes.columnNames().includes(name) ? probes.array(name) : undefined,
  );
  for (let row = 0; row < probes.numRows(); row++) {
    const [id, owner] = [ids?.[row] as number, owners?.[row] as number];
    sessionOf.set(id, owner);
    if (lfp === true && sessions.includes(owner) && has?.[row] !== false) wanted.push(id);
  }
  const items: PrefetchItem[] = [];
  const unavailable: PrefetchFailure[] = [];
  for (const id of lfp === true ? wanted : lfp) {
    const sessionId = sessionOf.get(id);
    if (sessionId !== undefined) items.push(fileItem(context, lfpRequest(context, sessionId, id)));
    else
      unavailable.push({ resource: `the LFP of probe ${id}`, error: unknownId("probe", id, sessionOf.size) });
  }
  return { items, unavailable };
}
