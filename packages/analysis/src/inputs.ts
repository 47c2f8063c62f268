import type { ColumnTable } from "@ecephys/core/arquero";
import {
  type ArgumentChecks,
  argumentChecks,
  EcephysError,
  type Ids,
  type OptionNames,
} from "@ecephys/files";
import { ascending } from "@ecephys/files/internal";

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
   * One row per presentation: `stimulus_presentation_id` (or `id`), `start_time` and `stop_time` in seconds on
   * the master clock, and, where an analysis needs them, further columns of `stimulusPresentations()`.
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
      return ascending(spikeTimes.get(id)!);
    },
  }));
}

/**
 * The selected presentations in the order of the ids.
 * @throws an EcephysError "not-found" that names the unknown ids, "argument" for a table without the columns.
 */
export function selectPresentations(
  table: ColumnTable,
  wanted: SpikeSelection["stimulusPresentationIds"],
  action: string,
  name = "stimulusPresentationIds",
): Presentations {
  const ids = numbersOf(table, presentationIdColumn(table), action);
  const rows = rowsOf(ids, argumentChecks(action).ids(name, wanted), action);
  return { ids: gather(ids, rows), starts: gather(numbersOf(table, "start_time", action), rows), rows };
}

/** The name of the column that holds the presentations' ids: that of the table of presentations, or `id`. */
function presentationIdColumn(table: ColumnTable): string {
  const names = table.columnNames();
  return names.includes("stimulus_presentation_id") ? "stimulus_presentation_id" : "id";
}

/**
 * A column as numbers, NaN where a cell holds none; where it holds only numbers, the table's own array.
 * @throws an EcephysError "argument" where the table has no such column.
 */
export function numbersOf(table: ColumnTable, name: string, action: string): Float64Array {
  const values = columnOf(table, name, action);
  if (values instanceof Float64Array) return values;
  const numbers = new Float64Array(values.length);
  for (let row = 0; row < numbers.length; row++) {
    const value = values[row];
    numbers[row] = typeof value === "number" ? value : Number.NaN;
  }
  return numbers;
}

/**
 * A column's values in the order of the rows; where nothing has to be gathered for it, the table's own array.
 * @throws an EcephysError "argument" where the table has no such column.
 */
export function columnOf(table: ColumnTable, name: string, action: string): ArrayLike<unknown> {
  if (table.columnNames().includes(name)) {
    const column: unknown = table.column(name);
    const isPlain = !table.isFiltered() && !table.isOrdered();
    if (isPlain && (Array.isArray(column) || column instanceof Float64Array)) return column;
    return table.array(name) as ArrayLike<unknown>;
  }
  throw new EcephysError("argument", {
    action,
    resource: "the table of presentations",
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
