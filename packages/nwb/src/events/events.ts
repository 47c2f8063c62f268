import { type ColumnTable, table } from "@ecephys/core/arquero";
import { EcephysError } from "@ecephys/files";
import { nearest } from "@ecephys/files/internal";
import { counted } from "../file/warnings.ts";

/** Columns of a table of intervals that an analysis uses. */
export interface EventColumns {
  /** The times that count as the beginning. */
  readonly align: string;
  /** The times that count as the end; undefined where they are not needed. */
  readonly until?: string | undefined;
  readonly by: readonly string[];
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
 * `duration` and the columns to group by. Rows without a time are left out, with a warning. Rows whose ids are not
 * distinct are numbered.
 * @throws an EcephysError "not-found" for a column that is not there, "argument" for one that holds no times.
 */
export function eventTable(source: EventSource, { align, by, until }: EventColumns): ColumnTable {
  const starts = timesOf(source, align);
  const stops = until === undefined ? undefined : timesOf(source, until);
  const groups = by.map((name) => [name, columnOf(source, name)] as const);
  const rows = Int32Array.from(starts.keys()).filter((row) => !Number.isNaN(starts[row]!));
  if (rows.length < starts.length)
    source.warn(
      `${counted(starts.length - rows.length, "row", ["is", "are"])} left out of ${source.name}, without "${align}"; ${counted(rows.length, "row", ["remains", "remain"])}.`,
    );
  const ids = idsOf(source.table, starts.length);
  const pick = (values: ArrayLike<number>) => Float64Array.from(rows, (row) => values[row]!);
  return table({
    stimulus_presentation_id: pick(ids),
    start_time: pick(starts),
    ...(stops && { stop_time: pick(stops), duration: pick(stops.map((stop, row) => stop - starts[row]!)) }),
    ...Object.fromEntries(groups.map(([name, values]) => [name, Array.from(rows, (row) => values[row])])),
  });
}

function timesOf(source: EventSource, name: string): Float64Array {
  const values = columnOf(source, name);
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

function idsOf(from: ColumnTable, rows: number): Float64Array {
  const name = ["stimulus_presentation_id", "id"].find((id) => from.columnNames().includes(id));
  const ids =
    name === undefined ? undefined : Float64Array.from(from.array(name) as ArrayLike<number>, Number);
  const isUsable = ids?.every((id) => Number.isSafeInteger(id)) && new Set(ids).size === ids.length;
  return ids && isUsable ? ids : Float64Array.from({ length: rows }, (_, row) => row);
}
