import {
  type FetchOptions,
  SESSIONS,
  type Table,
  tableFromRecords,
  UNIT_ANALYSIS_METRICS,
  type UnitAnalysisMetricFilters,
} from "@ecephys/core";
import { METRIC_FILTERS } from "@ecephys/core/internal";
import type { S3Settings } from "../settings.ts";
import { isEmpty, type Wanted, wanted } from "./filters.ts";
import { columnOf, readTable, readTableIfAny, sortedById } from "./read.ts";
import { stacked } from "./stack.ts";
import { getUnits, matching } from "./tables.ts";

/**
 * Metrics by one GET for each session or session type. Those of a session that has no file of its own are taken from
 * the file of its type.
 */
export async function getUnitAnalysisMetrics(
  settings: S3Settings,
  asked: UnitAnalysisMetricFilters = {},
): Promise<Table> {
  const filters = wanted(asked, METRIC_FILTERS);
  const { sessionIds, sessionTypes, unitIds } = filters;
  if (isEmpty(unitIds, sessionIds, sessionTypes)) return tableFromRecords(UNIT_ANALYSIS_METRICS, []);
  const tables =
    sessionIds === undefined ? await ofTypes(settings, filters) : await ofSessions(settings, filters);
  const rows = stacked(tables.flatMap((table) => table ?? []));
  if (rows === undefined) return tableFromRecords(UNIT_ANALYSIS_METRICS, []);
  return sortedById(matching(rows, [["ecephys_unit_id", unitIds]]), UNIT_ANALYSIS_METRICS);
}

type Filters = Wanted<UnitAnalysisMetricFilters>;

async function ofTypes(settings: S3Settings, filters: Filters): Promise<(Table | undefined)[]> {
  const types = filters.sessionTypes ?? new Set((await sessionTypesOf(settings, filters.signal)).values());
  return Promise.all([...types].map((type) => ofType(settings, type, filters)));
}

async function ofSessions(settings: S3Settings, filters: Filters): Promise<(Table | undefined)[]> {
  const { sessionIds = new Set<number>(), sessionTypes, signal } = filters;
  const typeOf = await sessionTypesOf(settings, signal);
  const wantedSessions = [...sessionIds].filter((id) => {
    const type = typeOf.get(id);
    return type !== undefined && (sessionTypes?.has(type) ?? true);
  });
  return Promise.all(wantedSessions.map((id) => ofSession(settings, id, typeOf.get(id), filters)));
}

async function ofSession(
  settings: S3Settings,
  sessionId: number,
  type: string | undefined,
  options: FetchOptions,
): Promise<Table | undefined> {
  const own = await readTableIfAny(
    settings,
    { table: "metrics", sessionId },
    UNIT_ANALYSIS_METRICS,
    fetching(options),
  );
  if (own !== undefined || type === undefined) return own;
  const ofAll = await ofType(settings, type, options);
  if (ofAll === undefined) return undefined;
  const units = await getUnits(settings, { sessionIds: [sessionId], signal: options.signal });
  return matching(ofAll, [["ecephys_unit_id", new Set(columnOf(units, "id"))]]);
}

function ofType(
  settings: S3Settings,
  sessionType: string,
  options: FetchOptions,
): Promise<Table | undefined> {
  return readTableIfAny(
    settings,
    { table: "metrics", sessionType },
    UNIT_ANALYSIS_METRICS,
    fetching(options),
  );
}

/** The type of every session that has one. */
async function sessionTypesOf(
  settings: S3Settings,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<number, string>> {
  const sessions = await readTable(settings, { table: "sessions" }, SESSIONS, { signal });
  const types = columnOf(sessions, "session_type");
  const ids = [...columnOf(sessions, "id")] as number[];
  return new Map(
    ids.flatMap((id, row) => {
      const type = types.at(row);
      return typeof type === "string" ? [[id, type] as const] : [];
    }),
  );
}

function fetching({ onProgress, signal }: FetchOptions): FetchOptions {
  return { onProgress, signal };
}
