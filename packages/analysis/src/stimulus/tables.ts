import { type ColumnTable, table } from "@ecephys/core/arquero";
import { tableOf } from "@ecephys/core/internal";
import { numbersOf } from "../inputs.ts";
import type { Trials } from "./trials.ts";

/** Rows of a table in the given order, without the columns in which none of them has a value. */
export function usedColumns(source: ColumnTable, rows: Int32Array): ColumnTable {
  const columns = new Map<string, Float64Array | unknown[]>();
  for (const name of source.columnNames()) {
    const values = source.array(name) as ArrayLike<unknown>;
    const picked =
      values instanceof Float64Array
        ? Float64Array.from(rows, (row) => values[row]!)
        : Array.from(rows, (row) => values[row]);
    if (rows.length === 0 || !Array.prototype.every.call(picked, isMissing)) columns.set(name, picked);
  }
  return tableOf(columns);
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

/** The conditions of trials: from their table, or the parameters that all presentations of a condition share. */
export function conditionTable(
  presentations: ColumnTable,
  conditions: ColumnTable | undefined,
  trials: Trials,
  action: string,
): ColumnTable {
  if (conditions) {
    const ids = numbersOf(conditions, "stimulus_condition_id", action, "conditions");
    const shown = new Set(trials.conditionIds);
    const rows = Int32Array.from(ids.keys()).filter((row) => shown.has(ids[row]!));
    return usedColumns(conditions, rows);
  }
  const first = usedColumns(
    presentations,
    trials.firsts.map((trial) => trials.rows[trial]!),
  );
  const names = first.columnNames(
    (name) =>
      !NOT_PARAMETERS.has(name) && isOfCondition(presentations.array(name) as ArrayLike<unknown>, trials),
  );
  return table({
    stimulus_condition_id: trials.conditionIds,
    ...Object.fromEntries(names.map((name) => [name, first.array(name)])),
  } as never);
}

/** Whether all presentations of each condition have the same value. */
function isOfCondition(values: ArrayLike<unknown>, { rows, conditions, firsts }: Trials): boolean {
  return conditions.every((condition, trial) => {
    const [first, value] = [values[rows[firsts[condition]!]!], values[rows[trial]!]];
    return Object.is(first, value) || (isMissing(first) && isMissing(value)) || isSameList(first, value);
  });
}

function isSameList(first: unknown, value: unknown): boolean {
  return Array.isArray(first) && Array.isArray(value) && String(first) === String(value);
}

const NOT_PARAMETERS = new Set([
  "stimulus_presentation_id",
  "id",
  "stimulus_block",
  "start_time",
  "stop_time",
  "duration",
  "stimulus_condition_id",
]);
