import { type ColumnTable, table } from "@ecephys/core/arquero";
import { EcephysError } from "@ecephys/files";
import type { Steps } from "@ecephys/files/internal";
import { nearest } from "@ecephys/files/internal";
import { counted } from "../file/warnings.ts";

/** Columns of a table of intervals that an analysis uses. */
export interface EventColumns {
  /** The times that count as the beginning. */
  readonly align: string;
  /** The times that count as the end; undefined where they are not needed. */
  readonly until?: string | undefined;
  readonly by: readonly string[];
  /** Whether rows without a value of `by` are left out. */
  readonly leavesOut: boolean;
}

export interface EventSource {
  /** For messages: "/intervals/trials". */
  readonly name: string;
  readonly table: ColumnTable;
  warn(message: string): void;
}

const ACTION = "Taking events from a table of intervals";

/**
 * A table of intervals as the analyses take presentations: `stimulus_presentation_id`, `start_time`, `stop_time`,
 * `duration` and the columns to group by. Rows without a time or, with `leavesOut`, without a value to group by are left
 * out, with a warning. Rows whose ids are not distinct are numbered.
 * @param wanted Ids of the rows that will be asked for; `ids` are those of them that are not left out.
 * @throws an EcephysError "not-found" for a column or a wanted row that is not there, "argument" for a column that holds
 * no times, and for rows that are wanted by ids which several have.
 */
export function* eventTableSteps(
  source: EventSource,
  { align, by, leavesOut, until }: EventColumns,
  wanted: readonly number[] | undefined,
): Steps<{ readonly presentations: ColumnTable; readonly ids: readonly number[] | undefined }> {
  const starts = timesOf(source, align);
  const stops = until === undefined ? undefined : timesOf(source, until);
  const groups = by.map((name) => [name, columnOf(source, name)] as const);
  yield 0;
  const timed = rowsWhere(starts.length, (row) => !Number.isNaN(starts[row]!));
  tellLeftOut(source, starts.length - timed.length, timed.length, align);
  const isKept = (row: number) => !leavesOut || groups.every(([, values]) => hasValue(values[row]));
  const rows = timed.filter(isKept);
  tellLeftOut(source, timed.length - rows.length, rows.length, by.join(", "));
  yield 0;
  const ids = idsOf(source, starts.length, wanted);
  requireIds(source, ids, wanted);
  yield 0;
  const pick = (values: ArrayLike<number>) => {
    const picked = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]!]!;
    return picked;
  };
  const kept = pick(ids);
  const presentations = table({
    stimulus_presentation_id: kept,
    start_time: pick(starts),
    ...(stops && { stop_time: pick(stops), duration: pick(stops.map((stop, row) => stop - starts[row]!)) }),
    ...Object.fromEntries(groups.map(([name, values]) => [name, picked(values, rows)])),
  });
  const known = wanted && new Set(kept);
  return { presentations, ids: known && wanted?.filter((id) => known.has(id)) };
}

function rowsWhere(length: number, isWanted: (row: number) => boolean): Int32Array {
  const rows = new Int32Array(length);
  let count = 0;
  for (let row = 0; row < length; row++) if (isWanted(row)) rows[count++] = row;
  return rows.subarray(0, count);
}

/** The values of some rows; the column itself where these are all. */
function picked(values: ArrayLike<unknown>, rows: Int32Array): ArrayLike<unknown> {
  if (rows.length === values.length) return values;
  return Array.from(rows, (row) => values[row]);
}

function requireIds({ name }: EventSource, ids: Float64Array, wanted: readonly number[] | undefined): void {
  if (wanted === undefined) return;
  const known = new Set(ids);
  const unknown = wanted.filter((id) => !known.has(id));
  if (unknown.length > 0)
    throw new EcephysError("not-found", {
      action: ACTION,
      resource: `interval ${unknown.slice(0, 5).join(", ")}`,
      reason: `not among the ids of the ${counted(ids.length, "row")} of ${name}`,
      remedy: "Take ids from the column id of the table",
    });
}

function hasValue(value: unknown): boolean {
  return value !== null && value !== undefined && !Number.isNaN(value);
}

function tellLeftOut({ name, warn }: EventSource, count: number, rest: number, column: string): void {
  if (count > 0)
    warn(
      `${counted(count, "row", ["is", "are"])} left out of ${name}, without "${column}"; ${counted(rest, "row", ["remains", "remain"])}.`,
    );
}

function timesOf(source: EventSource, name: string): Float64Array {
  const values = columnOf(source, name);
  if (values instanceof Float64Array) return values;
  const isTime = (value: unknown) => typeof value === "number" || value === null || value === undefined;
  if (Array.prototype.every.call(values, isTime))
    return Float64Array.from(values, (value) => (value as number | null | undefined) ?? Number.NaN);
  throw new EcephysError("argument", {
    action: ACTION,
    resource: `the column "${name}" of ${source.name}`,
    reason: "it holds no times",
    remedy: `Columns are: ${source.table.columnNames().join(", ")}`,
  });
}

function columnOf({ name: of, table: from }: EventSource, name: string): ArrayLike<unknown> {
  const names = from.columnNames();
  if (names.includes(name)) return from.array(name) as ArrayLike<unknown>;
  const meant = nearest(name, names);
  throw new EcephysError("not-found", {
    action: ACTION,
    resource: of,
    reason: `it has no column "${name}"`,
    remedy: `${meant === undefined ? "" : `Did you mean ${meant}? `}It has: ${names.join(", ")}`,
  });
}

function idsOf(
  { name, table: from }: EventSource,
  rows: number,
  wanted: readonly number[] | undefined,
): Float64Array {
  const column = from.array("id") as ArrayLike<number>;
  const ids = column instanceof Float64Array ? column : Float64Array.from(column, Number);
  if (isDistinct(ids)) return ids;
  if (wanted === undefined || wanted.length === 0)
    return Float64Array.from({ length: rows }, (_, row) => row);
  throw new EcephysError("argument", {
    action: ACTION,
    resource: `the ids of ${name}`,
    reason: "they are not distinct whole numbers, so rows cannot be chosen by them",
    remedy: "Read the table, and analyse the rows that you choose with the functions of @ecephys/analysis",
  });
}

/** Whether ids are whole numbers of which none occurs twice; mostly they ascend, and then that is seen at once. */
function isDistinct(ids: Float64Array): boolean {
  let isAscending = true;
  for (let row = 0; row < ids.length; row++) {
    if (!Number.isSafeInteger(ids[row])) return false;
    if (row > 0 && !(ids[row]! > ids[row - 1]!)) isAscending = false;
  }
  return isAscending || new Set(ids).size === ids.length;
}
