import { pause } from "@ecephys/files/internal";
import {
  type DynamicTable,
  numericColumn,
  readDynamicTable,
  requireNumbers,
} from "../../file/dynamic-table.ts";
import type { NwbFile } from "../../file/nwb-file.ts";
import { counted } from "../../file/warnings.ts";
import { INTERVALS } from "../allen-layout.ts";
import { CellCoder, type CodedCells, type RawCell, type RawColumn } from "./coded-cells.ts";
import { timeOrder } from "./time-order.ts";

const ACTION = "Reading the stimulus presentations";
const SUFFIX = "_presentations";

/** Not parameters: links to the clock, and positions in it. */
const IGNORED = new Set(["tags", "timeseries", "tags_index", "timeseries_index", "stimulus_index"]);

/** All presentations in the order of their start, columns in the order in which the file's tables have them. */
export interface RawPresentations {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, RawColumn>;
}

/**
 * Reads every "…_presentations" table and puts their rows in the order of time, those without a start last. "N/A"
 * is the writer's word for an empty text.
 * @throws an EcephysError "not-found" where there is no such table, or one without start times, "format" where
 * those are no numbers.
 */
export async function readRawPresentations(file: NwbFile): Promise<RawPresentations> {
  const { children } = await file.requireGroup(INTERVALS, ACTION);
  const names = children.filter((name) => name.endsWith(SUFFIX));
  if (names.length === 0) file.lack(`${INTERVALS}/…_presentations`, ACTION);
  const tables = names.map((name) => `${INTERVALS}/${name}`);
  await file.hdf5.prefetch(tables, { without: [...IGNORED] });
  const parts = await Promise.all(
    names.map(async (name) =>
      withStimulusName(
        await readDynamicTable(file, `${INTERVALS}/${name}`, ACTION, (column) => !IGNORED.has(column)),
        name.slice(0, -SUFFIX.length),
      ),
    ),
  );
  for (const part of parts) {
    requireNumbers(file, part, "start_time", ACTION);
    warnOfLists(file, part);
  }
  const starts = numbersOf("start_time", parts);
  const order = timeOrder(starts);
  const places = inverse(order);
  const columns = new Map<string, RawColumn>();
  for (const name of new Set(parts.flatMap((part) => [...part.columns.keys()]))) {
    await pause();
    columns.set(name, inOrder(name, parts, places));
  }
  return { rows: order.length, columns };
}

function warnOfLists(file: NwbFile, { lists = [], path }: DynamicTable): void {
  if (lists.length > 0)
    file.warnings.tell(
      path,
      "lists are left out",
      `${counted(lists.length, "column")} of lists or matrices ${lists.length === 1 ? "is" : "are"} left out of the presentations: ${lists.join(", ")}. openNwb reads them.`,
    );
}

/** A table that does not name its stimulus is called after it. */
function withStimulusName(table: DynamicTable, stimulus: string): DynamicTable {
  if (table.columns.has("stimulus_name")) return table;
  const names = new Array<string>(table.ids.length).fill(stimulus);
  return { ...table, columns: new Map([...table.columns, ["stimulus_name", names]]) };
}

/** @param places By row of the tables one after the other: its place in the order of time. */
function inOrder(name: string, parts: readonly DynamicTable[], places: Int32Array): RawColumn {
  const isNumeric = parts.every(({ columns }) => (columns.get(name) ?? NONE) instanceof Float64Array);
  return isNumeric ? orderedNumbers(name, parts, places) : cellsOf(name, parts, places);
}

const NONE = new Float64Array();

function inverse(order: Int32Array): Int32Array {
  const places = new Int32Array(order.length);
  for (let place = 0; place < order.length; place++) places[order[place]!] = place;
  return places;
}

function numbersOf(name: string, parts: readonly DynamicTable[]): Float64Array {
  const numbers = new Float64Array(parts.reduce((rows, { ids }) => rows + ids.length, 0)).fill(Number.NaN);
  let at = 0;
  for (const part of parts) {
    numbers.set(numericColumn(part, name) ?? NONE, at);
    at += part.ids.length;
  }
  return numbers;
}

/** Of a column that has nothing but numbers. */
function orderedNumbers(name: string, parts: readonly DynamicTable[], places: Int32Array): Float64Array {
  const numbers = new Float64Array(places.length);
  let at = 0;
  for (const { ids, columns } of parts) {
    const own = (columns.get(name) as Float64Array | undefined) ?? NONE;
    putNumbers(own, places.subarray(at, at + ids.length), numbers);
    at += ids.length;
  }
  return numbers;
}

/** Puts a table's numbers at the places of its rows, NaN where it has none. */
function putNumbers(own: Float64Array, places: Int32Array, numbers: Float64Array): void {
  for (let row = 0; row < places.length; row++)
    numbers[places[row]!] = row < own.length ? own[row]! : Number.NaN;
}

function cellsOf(name: string, parts: readonly DynamicTable[], places: Int32Array): CodedCells {
  const coder = new CellCoder();
  const codes = new Int32Array(places.length);
  let at = 0;
  for (const { ids, columns } of parts) {
    const own = places.subarray(at, at + ids.length);
    codeCells((columns.get(name) as ArrayLike<RawCell> | undefined) ?? [], coder, own, codes);
    at += ids.length;
  }
  return { values: coder.values, codes };
}

/** Codes the cells of a table's column, null where it has none, at the places of its rows. */
function codeCells(cells: ArrayLike<RawCell>, coder: CellCoder, places: Int32Array, codes: Int32Array): void {
  let code = -1;
  let last: RawCell = null;
  for (let row = 0; row < places.length; row++) {
    const own = row < cells.length ? cells[row]! : null;
    // Neighbours mostly show the same; zeros have signs.
    if (code < 0 || own !== last || own === 0) code = coder.code(cell(own));
    last = own;
    codes[places[row]!] = code;
  }
}

function cell(value: RawCell): RawCell {
  if (value === "N/A") return "";
  return typeof value === "number" && Number.isNaN(value) ? null : value;
}
