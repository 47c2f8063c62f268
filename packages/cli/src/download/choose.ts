import { type EcephysProjectCache, type PrefetchRequest, parseWhere, type Where } from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";
import { EcephysError } from "@ecephys/files";
import type { DownloadFlags } from "./flags.ts";

type Cache = EcephysProjectCache<unknown, unknown, unknown>;

/** Says what the flags ask for; the sessions that they describe are looked up in the tables. */
export type Choice = (cache: Cache, signal: AbortSignal) => Promise<PrefetchRequest>;

/**
 * Reads the flags.
 * @throws an EcephysError "argument" for an expression that does not parse; what it gives throws "argument" where
 * one names no column, and "not-found" where it holds for no session.
 */
export function readChoice(flags: DownloadFlags): Choice {
  const where = flags.where === undefined ? undefined : parseWhere(flags.where);
  const whereUnits = flags.whereUnits === undefined ? undefined : parseWhere(flags.whereUnits);
  return async (cache, signal) => {
    const sessions = await chosenSessions(cache, flags.session, where, whereUnits, signal);
    return {
      sessions,
      lfp: await chosenLfp(cache, sessions, flags, signal),
      metrics: flags.metrics,
      sessionTypes: flags.sessionType,
      movies: flags.movie,
      scenes: flags.scene,
      tables: flags.tables,
    };
  };
}

async function chosenSessions(
  cache: Cache,
  named: readonly number[] | undefined,
  where: Where | undefined,
  whereUnits: Where | undefined,
  signal: AbortSignal,
): Promise<readonly number[] | undefined> {
  if (where === undefined && whereUnits === undefined) return named && [...new Set(named)];
  const table = await cache.getSessionTable({ suppress: [], signal });
  let ids = valuesOf(table, "id", where);
  if (whereUnits !== undefined) {
    const having = new Set(valuesOf(await cache.getUnits({ signal }), "ecephys_session_id", whereUnits));
    ids = ids.filter((id) => having.has(id));
  }
  if (named !== undefined) ids = ids.filter((id) => named.includes(id));
  if (ids.length > 0) return ids;
  throw new EcephysError("not-found", {
    action: "Choosing sessions",
    resource:
      where === undefined
        ? "--where-units"
        : whereUnits === undefined
          ? "--where"
          : "--where and --where-units",
    reason: `of ${table.numRows()} sessions, none fulfils it${named === undefined ? "" : " among those of --session"}`,
    remedy: "Look at them with `ecephys sessions --where …` or `ecephys units --where …`",
  });
}

/** Numbers of a column, in the rows for which `where` holds. */
function valuesOf(table: ColumnTable, column: string, where: Where | undefined): number[] {
  const get = table.getter(column);
  const rows = where?.rows(table) ?? Array.from({ length: table.numRows() }, (_, row) => row);
  return rows.map((row) => get(row) as number);
}

/** The probes that are named, and those of the sessions; where none is named, the cache knows which these are. */
async function chosenLfp(
  cache: Cache,
  sessions: readonly number[] | undefined,
  { lfp, probe }: DownloadFlags,
  signal: AbortSignal,
): Promise<readonly number[] | true | undefined> {
  if (!lfp || probe === undefined) return lfp ? true : probe;
  const probes = await cache.getProbes({ signal });
  const chosen = new Set(probe);
  for (const { id, ecephys_session_id, has_lfp_data } of probes) {
    if (sessions?.includes(ecephys_session_id) && has_lfp_data === true) chosen.add(id);
  }
  return [...chosen];
}
