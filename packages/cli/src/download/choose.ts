import { type EcephysProjectCache, type PrefetchRequest, parseWhere, type Where } from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";
import { EcephysError } from "@ecephys/files";
import type { DownloadFlags } from "./flags.ts";
import { flagOf, KIND_CHOICES } from "./kind-options.ts";

type Cache = EcephysProjectCache<unknown, unknown, unknown>;

/** Turns the flags into a request; the sessions that they describe are looked up in the tables. */
export type Choice = (cache: Cache, signal: AbortSignal) => Promise<PrefetchRequest>;

/**
 * Reads the flags.
 * @throws an EcephysError "argument" if an expression does not parse; the returned function throws "argument" if
 * one names an unknown column, and "not-found" if no session matches.
 */
export function readChoice(flags: DownloadFlags): Choice {
  const where = flags.where === undefined ? undefined : parseWhere(flags.where);
  const whereUnits = flags.whereUnits === undefined ? undefined : parseWhere(flags.whereUnits);
  return async (cache, signal) => {
    const sessions = await chosenSessions(cache, flags.session, where, whereUnits, signal);
    return { ...chosenKinds(flags), sessions };
  };
}

/** The part of a request for which kinds of files have their own options. */
function chosenKinds(flags: DownloadFlags): Readonly<Record<string, unknown>> {
  const request: Record<string, unknown> = {};
  for (const choice of KIND_CHOICES) {
    const { isOfSessions, name } = choice;
    const flag = flagOf(flags, choice);
    if (flag === undefined) continue;
    // Options for whole sessions come before those for single files.
    request[name] = !isOfSessions && request[name] === true ? { ids: flag, ofSessions: true } : flag;
  }
  return request;
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
    reason: `of ${table.numRows()} sessions, none matches${named === undefined ? "" : " among those of --session"}`,
    remedy: "Look at them with `ecephys sessions --where …` or `ecephys units --where …`",
  });
}

/** The numbers in a column, for the rows that match `where`. */
function valuesOf(table: ColumnTable, column: string, where: Where | undefined): number[] {
  const get = table.getter(column);
  const rows = where?.rows(table) ?? Array.from({ length: table.numRows() }, (_, row) => row);
  return rows.map((row) => get(row) as number);
}
