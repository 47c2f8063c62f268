import { numericColumn, readDynamicTable, type TableColumn } from "../dynamic-table.ts";
import type { NwbFile } from "../nwb-file.ts";

const INTERVALS = "/intervals";
const ACTION = "reading the stimulus presentations";

/** Not parameters: links to the clock, and positions in it. */
const IGNORED = new Set(["tags", "timeseries", "tags_index", "timeseries_index", "stimulus_index"]);

/** A cell before names and types are settled; null where the presentation's table has no such column. */
export type RawCell = number | boolean | string | null;

/** All presentations in the order of their start, columns in the order in which the file's tables bring them. */
export interface RawPresentations {
  readonly rows: number;
  readonly columns: Map<string, RawCell[]>;
}

/**
 * Reads every "…_presentations" table and puts their rows in the order of time. "N/A" is the writer's word for
 * an empty text.
 * @throws an EcephysError "not-found" where there is no such table, "format" where one has no start times.
 */
export async function readRawPresentations(file: NwbFile): Promise<RawPresentations> {
  const { children } = await file.requireGroup(INTERVALS, ACTION);
  const names = children.filter((name) => name.endsWith("_presentations"));
  if (names.length === 0) file.lack(`${INTERVALS}/…_presentations`, ACTION);
  const parts = [];
  for (const name of names)
    parts.push(
      await readDynamicTable(file, `${INTERVALS}/${name}`, ACTION, (column) => !IGNORED.has(column)),
    );
  const starts = parts.flatMap((part) =>
    Array.from(numericColumn(part, "start_time") ?? file.lack(`${part.path}/start_time`, ACTION)),
  );
  const order = Int32Array.from(starts.keys()).sort((a, b) => starts[a]! - starts[b]! || a - b);
  const columns = new Map<string, RawCell[]>();
  for (const name of new Set(parts.flatMap((part) => [...part.columns.keys()])))
    columns.set(name, inOrder(name, parts, order));
  return { rows: order.length, columns };
}

function inOrder(
  name: string,
  parts: readonly { readonly ids: Float64Array; readonly columns: ReadonlyMap<string, TableColumn> }[],
  order: Int32Array,
): RawCell[] {
  const cells = new Array<RawCell>(order.length).fill(null);
  let at = 0;
  for (const { ids, columns } of parts) {
    const column = columns.get(name);
    if (column) for (let row = 0; row < column.length; row++) cells[at + row] = cell(column[row]!);
    at += ids.length;
  }
  return Array.from(order, (row) => cells[row]!);
}

function cell(value: number | boolean | string): RawCell {
  if (value === "N/A") return "";
  return typeof value === "number" && Number.isNaN(value) ? null : value;
}
