import type { ColumnTable } from "@ecephys/core/arquero";
import {
  type ArgumentChecks,
  argumentChecks,
  EcephysError,
  type Ids,
  type OptionNames,
} from "@ecephys/files";
import { ascending, nearest } from "@ecephys/files/internal";
import { requireLists } from "./lists.ts";

/**
 * By unit id the unit's spike times: seconds on the session's master clock, ascending. Times that are not are sorted
 * in a copy. Arrays are remembered as ascending: to move a unit's spikes, give a new array.
 */
export type SpikeTimes = ReadonlyMap<number, Float64Array>;

/** The data of an analysis. */
export interface SpikeData {
  /** The order of the units in this map is their order in the result where no `unitIds` are given. */
  readonly spikeTimes: SpikeTimes;
  /**
   * One row per presentation: `stimulus_presentation_id` (or `id`; the numbers of the rows by default), `start_time` and
   * `stop_time` in seconds on the master clock, and, where an analysis needs them, further columns of `stimulusPresentations()`.
   */
  readonly presentations: ColumnTable;
}

/** Which presentations and units to analyse: one id or several, in any order; all by default. */
export interface SpikeSelection {
  readonly stimulusPresentationIds?: Ids | undefined;
  readonly unitIds?: Ids | undefined;
}

export const SPIKE_SELECTION: OptionNames<SpikeSelection> = { stimulusPresentationIds: true, unitIds: true };

/** Called with warnings: bins too wide to binarize, overlapping windows, an empty selection. */
export type Warn = (message: string) => void;

/** A unit with its spikes, ascending. */
export interface UnitSpikes {
  readonly id: number;
  readonly times: Float64Array;
}

/** The presentations of a selection, row by row. */
export interface Presentations {
  readonly ids: Float64Array;
  readonly starts: Float64Array;
  /** Positions of the selected rows in the table that they came from. */
  readonly rows: Int32Array;
}

/**
 * Checks the data of an analysis and the names of its options.
 * @returns checks for the values of the options.
 * @throws an EcephysError "argument" for data of the wrong kind and for unknown options.
 */
export function checkInputs<Options extends object>(
  data: SpikeData,
  options: Options,
  names: OptionNames<Options>,
  action: string,
): ArgumentChecks {
  const checks = argumentChecks(action);
  requireSpikeTimes(data, checks);
  requireTable("presentations", data.presentations, checks);
  checks.knownOptions(options, names);
  return checks;
}

/** @throws an EcephysError "argument" for data without spike times by unit. */
export function requireSpikeTimes(
  data: { readonly spikeTimes: SpikeTimes },
  { refusal }: ArgumentChecks,
): void {
  if (typeof data !== "object" || data === null) throw refusal("the data", data, "an object with spikeTimes");
  if (data.spikeTimes instanceof Map) return;
  const remedy = "Give what spikeTimes() of a session returns";
  throw refusal("spikeTimes", data.spikeTimes, "a Map of spike times by unit id", remedy);
}

/**
 * Refuses data with a name that none of its parts has, but nearly: to leave out running speeds in silence would change the
 * answer. Other names are none of our business: data may serve several analyses.
 */
export function refuseMisspelt<Data extends object>(
  data: Data,
  names: OptionNames<Data>,
  action: string,
): void {
  const known = Object.keys(names);
  for (const name of Object.keys(data)) {
    const meant = Object.hasOwn(names, name) ? undefined : nearest(name, known);
    if (meant === undefined || Object.hasOwn(data, meant)) continue;
    throw new EcephysError("argument", {
      action,
      resource: name,
      reason: "the data have no such part",
      remedy: `Did you mean ${meant}?`,
    });
  }
}

/** @throws an EcephysError "argument" for anything but a table. */
export function requireTable(name: string, table: unknown, { refusal }: ArgumentChecks): void {
  if (typeof (table as Partial<ColumnTable> | null | undefined)?.columnNames === "function") return;
  throw refusal(name, table, "an Arquero table");
}

/**
 * The selected units in the order of the ids. Spikes that are out of order in the file are sorted, in a copy.
 * @throws an EcephysError "not-found" that names the unknown ids.
 */
export function selectUnits(
  spikeTimes: SpikeTimes,
  wanted: SpikeSelection["unitIds"],
  action: string,
): UnitSpikes[] {
  return unitsOneByOne(spikeTimes, wanted, action).map(({ id, times }) => ({ id, times }));
}

/**
 * Like `selectUnits`, for analyses that go from unit to unit: a unit's spikes are looked through, and sorted where
 * they have to be, each time that its `times` are taken.
 */
export function unitsOneByOne(
  spikeTimes: SpikeTimes,
  wanted: SpikeSelection["unitIds"],
  action: string,
): UnitSpikes[] {
  const ids = argumentChecks(action).ids("unitIds", wanted) ?? [...spikeTimes.keys()];
  refuseUnknown(ids, (id) => spikeTimes.has(id), "unit", action);
  return ids.map((id) => ({
    id,
    get times() {
      return ascending(trainOf(spikeTimes, id, action));
    },
  }));
}

/**
 * The spikes of a unit as numbers: plain JavaScript's lists too, which `sort` would take for texts.
 * @throws an EcephysError "argument" for anything else.
 */
function trainOf(spikeTimes: SpikeTimes, id: number, action: string): Float64Array {
  const times: unknown = spikeTimes.get(id);
  if (times instanceof Float64Array) return times;
  requireLists(action, { [`the spike times of unit ${id}`]: times });
  return Float64Array.from(times as ArrayLike<number>);
}

/**
 * The selected presentations in the order of the ids. Where the table has no ids, they are the numbers of the rows.
 * @throws an EcephysError "not-found" that names the unknown ids, "argument" for a table without the columns.
 */
export function selectPresentations(
  table: ColumnTable,
  wanted: SpikeSelection["stimulusPresentationIds"],
  action: string,
  name = "stimulusPresentationIds",
): Presentations {
  const starts = timesOf(table, "start_time", action);
  const ids = presentationIds(table, action);
  const rows = rowsOf(ids, argumentChecks(action).ids(name, wanted), action);
  return { ids: gather(ids, rows), starts: gather(starts, rows), rows };
}

/** The ids of all presentations: of the table of presentations, its `id`, or else the numbers of its rows. */
function presentationIds(table: ColumnTable, action: string): Float64Array {
  const name = presentationIdColumn(table);
  if (name !== undefined) return numbersOf(table, name, action);
  return Float64Array.from({ length: table.numRows() }, (_, row) => row);
}

/** The name of the column that holds the presentations' ids; undefined where there is none. */
export function presentationIdColumn(table: ColumnTable): string | undefined {
  const names = table.columnNames();
  return ["stimulus_presentation_id", "id"].find((name) => names.includes(name));
}

/** What a table holds, for messages. */
export type Contents = "presentations" | "conditions" | "running speeds" | "units" | "responses to light";

/**
 * A column as numbers, NaN where a cell holds none; where it holds only numbers, the table's own array.
 * @throws an EcephysError "argument" where the table has no such column.
 */
export function numbersOf(
  table: ColumnTable,
  name: string,
  action: string,
  contents?: Contents,
): Float64Array {
  const values = columnOf(table, name, action, contents);
  if (values instanceof Float64Array) return values;
  const numbers = new Float64Array(values.length);
  for (let row = 0; row < numbers.length; row++) numbers[row] = numberIn(values[row]);
  return numbers;
}

/**
 * As `numbersOf`, for times in seconds: a cell that holds something else, and is not missing, is refused.
 * @throws an EcephysError "argument" that names the row.
 */
export function timesOf(
  table: ColumnTable,
  name: string,
  action: string,
  contents: Contents = "presentations",
): Float64Array {
  const times = numbersOf(table, name, action, contents);
  const values = columnOf(table, name, action, contents);
  if (values === times) return times;
  for (let row = 0; row < times.length; row++) {
    const value = values[row];
    if (!Number.isNaN(times[row]) || isMissing(value)) continue;
    throw argumentChecks(action).refusal(
      `${name} in row ${row} of the table of ${contents}`,
      value,
      "a number of seconds",
      "Give numbers, and null where a time is missing",
    );
  }
  return times;
}

/** The number in a cell, which may be kept as a bigint or, in old files and in CSV, as text; NaN without one. */
function numberIn(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  return typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
}

/** Whether a cell holds nothing: null, NaN, or the empty text of CSV. */
export function isMissing(value: unknown): boolean {
  return value === null || value === undefined || value === "" || Number.isNaN(value);
}

/**
 * A column's values in the order of the rows; where nothing has to be gathered for it, the table's own array.
 * @throws an EcephysError "argument" where the table has no such column.
 */
export function columnOf(
  table: ColumnTable,
  name: string,
  action: string,
  contents: Contents = "presentations",
): ArrayLike<unknown> {
  requireTable(`the table of ${contents}`, table, argumentChecks(action));
  if (table.columnNames().includes(name)) {
    const column: unknown = table.column(name);
    const isPlain = !table.isFiltered() && !table.isOrdered();
    if (isPlain && (Array.isArray(column) || column instanceof Float64Array)) return column;
    return table.array(name) as ArrayLike<unknown>;
  }
  throw new EcephysError("argument", {
    action,
    resource: `the table of ${contents}`,
    reason: `it has no column "${name}"`,
    remedy: `It has: ${table.columnNames().join(", ")}`,
  });
}

/** The values at the given positions. */
export function gather(values: Float64Array, rows: Int32Array): Float64Array {
  const gathered = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) gathered[i] = values[rows[i]!]!;
  return gathered;
}

/** The same ids, each once, in the order of their first appearance; undefined stays undefined. */
export function distinct(ids: Ids | undefined, name: string, action: string): readonly number[] | undefined {
  const list = argumentChecks(action).ids(name, ids);
  return list && [...new Set(list)];
}

function rowsOf(ids: Float64Array, wanted: readonly number[] | undefined, action: string): Int32Array {
  if (!wanted) return Int32Array.from(ids, (_, row) => row);
  const rowOf = rowFinder(ids);
  refuseUnknown(wanted, (id) => rowOf(id) !== undefined, "stimulus presentation", action);
  return Int32Array.from(wanted, (id) => rowOf(id)!);
}

/** Finds the row of an id: ids usually are the numbers of their rows, and only others need an index. */
function rowFinder(ids: Float64Array): (id: number) => number | undefined {
  let index: Map<number, number> | undefined;
  return (id) => {
    if (ids[id] === id) return id;
    index ??= new Map(Array.from(ids, (one, row) => [one, row] as const));
    return index.get(id);
  };
}

function refuseUnknown(
  ids: readonly number[],
  known: (id: number) => boolean,
  kind: string,
  action: string,
): void {
  const unknown = ids.filter((id) => !known(id));
  if (unknown.length === 0) return;
  const named = unknown.slice(0, 5).join(", ") + (unknown.length > 5 ? ", …" : "");
  throw new EcephysError("not-found", {
    action,
    resource: `${kind}${unknown.length > 1 ? "s" : ""} ${named}`,
    reason: `the session has no ${kind} of ${unknown.length > 1 ? "these ids" : "this id"}`,
    remedy: "Take ids from the tables of the session: its unit filters decide which units it has",
  });
}
