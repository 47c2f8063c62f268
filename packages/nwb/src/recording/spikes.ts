import { EcephysError } from "@ecephys/files";
import type { NwbFile } from "../file/nwb-file.ts";
import { exactIds, isExactId } from "../file/table/exact-ids.ts";
import { planTable, type RowIds, type TablePlan } from "../file/table/plan.ts";
import { readRaggedNumbers } from "../file/table/ragged-numbers.ts";
import { counted, warnOfSharedIds } from "../file/warnings.ts";

const ACTION = "Reading the spike times";
const SPIKE_TIMES = "spike_times";

/** The spike times of a table of units, read unit by unit. */
export interface UnitSpikeTimes {
  readonly plan: TablePlan;
  /** Rows by id; of ids that several rows have, how many have them. */
  readonly rows: ReadonlyMap<number, { readonly row: number; readonly count: number }>;
}

/** Looks at the spike times of a table of units; undefined, with a warning, where it has none. */
export async function openSpikeTimes(
  file: NwbFile,
  path: string,
  signal: AbortSignal | undefined,
): Promise<UnitSpikeTimes | undefined> {
  const plan = await planTable(file, path, ACTION, { wants: (name) => name === SPIKE_TIMES, signal });
  if (plan.columns.length === 0) {
    file.warnings.tell(
      path,
      "no spike times",
      `its ${counted(plan.rows, "unit", ["has", "have"])} no spike times.`,
    );
    return undefined;
  }
  return { plan, rows: rowsById(plan.ids) };
}

function rowsById(ids: RowIds): Map<number, { row: number; count: number }> {
  const rows = new Map<number, { row: number; count: number }>();
  for (let row = 0; row < ids.length; row++) {
    const id = Number(ids[row]);
    if (!isExactId(ids[row]!)) continue;
    const known = rows.get(id);
    if (known) known.count++;
    else rows.set(id, { row, count: 1 });
  }
  return rows;
}

/**
 * Spike times by unit id, as they are stored, in the order of `unitIds`; without them of all units, but those that share
 * their id.
 * @throws an EcephysError "not-found" for units that are not there, "argument" for an id that several rows have, "format"
 * for all units where a number does not hold all of their ids.
 */
export async function readSpikeTimes(
  file: NwbFile,
  { plan, rows }: UnitSpikeTimes,
  unitIds: readonly number[] | undefined,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<number, Float64Array>> {
  if (unitIds) requireUnits(file, plan, rows, unitIds);
  else exactIds(file, plan, ACTION, 'units({ columns: ["spike_times"] }) has them beside the exact ids');
  warnOfSharedIds(file.warnings, plan.path, plan.ids);
  const ids = unitIds ?? [...rows.keys()].filter((id) => rows.get(id)!.count === 1);
  const lists = await readRaggedNumbers(
    file,
    plan.columns[0]!,
    ids.map((id) => rows.get(id)!.row),
    ACTION,
    signal,
  );
  const disordered = lists.filter((times) => !isAscending(times)).length;
  if (disordered > 0)
    file.warnings.tell(
      plan.path,
      "spikes not in order",
      `${counted(disordered, "unit", ["has", "have"])} spike times that are not in order; they are given as stored, and analyses sort a copy.`,
    );
  return new Map(ids.map((id, i) => [id, lists[i]!]));
}

function requireUnits(
  file: NwbFile,
  { path, rows: length }: TablePlan,
  rows: UnitSpikeTimes["rows"],
  ids: readonly number[],
): void {
  const unknown = ids.filter((id) => !rows.has(id));
  if (unknown.length > 0)
    throw new EcephysError("not-found", {
      action: "Looking up units",
      resource: `unit ${unknown.slice(0, 5).join(", ")}`,
      reason: `not among the ${counted(length, "unit")} of ${file.nameOf(path)}`,
      remedy: "Take ids from its table of units",
    });
  const shared = ids.find((id) => rows.get(id)!.count > 1);
  if (shared !== undefined)
    throw new EcephysError("argument", {
      action: "Looking up units",
      resource: `unit ${shared}`,
      reason: `${rows.get(shared)!.count} rows of ${file.nameOf(path)} have this id`,
      remedy: 'Read the lists of all rows: units({ columns: ["spike_times"] })',
    });
}

function isAscending(times: Float64Array): boolean {
  for (let i = 1; i < times.length; i++) if (!(times[i]! >= times[i - 1]!)) return false;
  return true;
}
