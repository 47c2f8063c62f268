import { type ColumnTable, table } from "@ecephys/core/arquero";
import { pause } from "@ecephys/files/internal";
import type { InvalidInterval } from "../../file/invalid-times.ts";
import type { NwbFile } from "../../file/nwb-file.ts";
import { pickCells, pickNumbers } from "../../pick.ts";
import { decoded, type RawColumn } from "./coded-cells.ts";
import { findConditions } from "./conditions.ts";
import { standardizeNames } from "./naming.ts";
import { type Parameter, type ParameterColumn, parseColumn } from "./parameters.ts";
import { readRawPresentations } from "./raw-presentations.ts";

export const PRESENTATION_ID = "stimulus_presentation_id";
export const CONDITION_ID = "stimulus_condition_id";
const INVALID = "invalid_presentation";

/** Columns that are not parameters of the stimulus; other writers name and describe presentations. */
const NOT_PARAMETERS = new Set([
  ...["start_time", "stop_time", "duration", "stimulus_block", CONDITION_ID],
  ...["name", "description"],
]);
const FIRST = ["stimulus_block", "start_time", "stop_time"];

/** All presentations of a session with all of their columns. */
export interface Presentations {
  readonly rows: number;
  /** In the table's order, detailed parameters included, without the id. */
  readonly columns: ReadonlyMap<string, ParameterColumn>;
  /** 1 where an invalid interval masks the presentation. */
  readonly masked: Uint8Array;
  /** Every combination of parameters, also of masked presentations. */
  readonly conditions: ColumnTable;
}

/** Reads, names, numbers and masks the presentations: 70,000 rows, so that others have their turn in between. */
export async function readPresentations(
  file: NwbFile,
  invalid: readonly InvalidInterval[],
): Promise<Presentations> {
  const raw = standardizeNames(await readRawPresentations(file), file.location);
  const { rows } = raw;
  await pause();
  const parameterNames = [...raw.columns.keys()].filter((name) => !NOT_PARAMETERS.has(name));
  const { ids, firstRows } = await findConditions(
    parameterNames.map((name) => raw.columns.get(name)!),
    rows,
  );
  const columns = new Map<string, ParameterColumn>();
  for (const name of inTableOrder([...raw.columns.keys()])) {
    columns.set(name, settled(name, raw.columns.get(name)!));
    await pause();
  }
  const conditions = conditionTable(parameterNames, columns, firstRows);
  const [starts, stops] = [times(file, columns, "start_time"), times(file, columns, "stop_time")];
  columns.set("duration", durations(starts, stops));
  columns.set(CONDITION_ID, Float64Array.from(ids));
  const masked = maskedRows(starts, stops, invalid);
  await pause();
  mask(columns, masked);
  return { rows, columns, masked, conditions };
}

function inTableOrder(names: readonly string[]): string[] {
  const last: readonly string[] = names.filter((name) => name === "color_triplet");
  const middle = names.filter((name) => !FIRST.includes(name) && !last.includes(name));
  return [...FIRST.filter((name) => names.includes(name)), ...middle, ...last];
}

/** Names stay text, whatever they look like. */
function settled(name: string, cells: RawColumn): ParameterColumn {
  if (cells instanceof Float64Array) return cells;
  return name === "stimulus_name" ? decoded(cells.values, cells.codes) : parseColumn(cells);
}

function times(file: NwbFile, columns: ReadonlyMap<string, ParameterColumn>, name: string): Float64Array {
  const column = columns.get(name);
  if (column instanceof Float64Array) return column;
  return file.lack(`/intervals/…_presentations/${name}`, "Reading the stimulus presentations");
}

function conditionTable(
  names: readonly string[],
  columns: ReadonlyMap<string, ParameterColumn>,
  firstRows: Int32Array,
): ColumnTable {
  const parts: Record<string, ArrayLike<unknown>> = { [CONDITION_ID]: Float64Array.from(firstRows.keys()) };
  for (const name of inTableOrder(names)) parts[name] = pickRows(columns.get(name)!, firstRows);
  return table(parts as never);
}

function durations(starts: Float64Array, stops: Float64Array): Float64Array {
  const found = new Float64Array(starts.length);
  for (let row = 0; row < found.length; row++) found[row] = stops[row]! - starts[row]!;
  return found;
}

/** Presentations that overlap an invalid interval, or touch it. */
function maskedRows(
  starts: Float64Array,
  stops: Float64Array,
  invalid: readonly InvalidInterval[],
): Uint8Array {
  const masked = new Uint8Array(starts.length);
  for (const { start, stop } of invalid)
    for (let row = 0; row < masked.length; row++)
      if (starts[row]! <= stop && stops[row]! >= start && starts[row]! <= stops[row]! && start <= stop)
        masked[row] = 1;
  return masked;
}

/** Masks columns that nobody has seen yet: a masked presentation keeps only its times. */
function mask(columns: ReadonlyMap<string, ParameterColumn>, masked: Uint8Array): void {
  const rows: number[] = [];
  for (let row = 0; row < masked.length; row++) if (masked[row]) rows.push(row);
  for (const [name, column] of columns)
    if (name !== "start_time" && name !== "stop_time")
      empty(column, rows, name === "stimulus_name" ? INVALID : null);
}

/** Makes cells missing: NaN, or what says so in columns that hold more than numbers. */
function empty(column: ParameterColumn, rows: readonly number[], missing: string | null): void {
  if (column instanceof Float64Array) for (const row of rows) column[row] = Number.NaN;
  else for (const row of rows) (column as Parameter[])[row] = missing;
}

/** Cells at the given rows, in the kind of column that they were in. */
export function pickRows(column: ParameterColumn, rows: Int32Array): ParameterColumn {
  return column instanceof Float64Array ? pickNumbers(column, rows) : pickCells(column, rows);
}
