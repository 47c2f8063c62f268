import type { Hdf5Element, Hdf5Type, Hdf5Values } from "@ecephys/hdf5";
import { isNumeric } from "@ecephys/hdf5/internal";
import type { NwbFile } from "../nwb-file.ts";
import { plainElement, plainElements } from "../values.ts";
import { counted, missingRows } from "../warnings.ts";
import type { PlannedColumn, RowIds } from "./plan.ts";

/** What a column's cells are. */
export type ColumnKind =
  | "number"
  | "integer"
  /** 64-bit integers that a number does not hold. */
  | "bigint"
  | "boolean"
  | "text"
  /** Paths of other objects of the file. */
  | "reference"
  /** Ids of rows of another table. */
  | "region"
  /** Parts of series. */
  | "timeseries"
  | "compound"
  | "bytes";

/** A part of a series: samples from `start` on. */
export interface SeriesPart {
  readonly path: string;
  readonly start: number;
  readonly count: number;
}

/** The elements of a column in the file's order, as what they mean. */
export interface Cells {
  readonly kind: ColumnKind;
  readonly values: Float64Array | readonly unknown[];
}

/** Reads a whole column's elements. Those that mean nothing are missing (NaN or null), and counted in a warning. */
export async function readCells(file: NwbFile, column: PlannedColumn, action: string): Promise<Cells> {
  const read = await file.read(column.path, action, { bigints: true, columns: true });
  if (read.latin1 !== undefined)
    file.warnings.tell(
      column.path,
      "not UTF-8",
      `${counted(read.latin1, "text", ["is", "are"])} not UTF-8 and read as Latin-1.`,
    );
  if (column.table !== undefined) return regionCells(file, column, column.table, read);
  if (column.elements !== undefined) return elementCells(file, column, column.elements, read);
  return cellsOf(file, column, read);
}

function cellsOf(file: NwbFile, { path }: PlannedColumn, read: Hdf5Values): Cells {
  const { data, type } = read;
  if (type.kind === "enum") return enumCells(file, path, read);
  if (isNumeric(data))
    return {
      kind: type.kind === "integer" ? "integer" : "number",
      values: data instanceof Float64Array ? data : new Float64Array(data),
    };
  switch (type.kind) {
    case "boolean":
    case "text":
      return { kind: type.kind, values: data };
    case "integer":
      return { kind: "bigint", values: data };
    case "reference":
      warnOfNothing(file, path, data);
      return { kind: "reference", values: data.map(plainElement) };
    case "compound":
      return isSeriesPart(type)
        ? seriesParts(file, path, read)
        : { kind: "compound", values: compounds(read) };
    case "list":
      return { kind: kindOfElement(type.element), values: plainElements(read) };
    default:
      return { kind: "bytes", values: data };
  }
}

function kindOfElement({ kind }: Hdf5Type): ColumnKind {
  if (kind === "integer" || kind === "boolean" || kind === "text" || kind === "reference") return kind;
  return kind === "float" ? "number" : "compound";
}

/** Names of the values; an enumeration of FALSE and TRUE of any width are booleans. */
function enumCells(file: NwbFile, path: string, { data, type }: Hdf5Values): Cells {
  const { names } = type as Extract<Hdf5Type, { kind: "enum" }>;
  const texts = Array.from(data as ArrayLike<number>, (code) => names[code] ?? null);
  warnOfMissing(file, path, "no name", texts, NO_NAME);
  const isBoolean =
    Object.values(names).length === 2 && isTruth(names[0], "FALSE") && isTruth(names[1], "TRUE");
  if (!isBoolean) return { kind: "text", values: texts };
  return { kind: "boolean", values: texts.map((text) => (text === null ? null : isTruth(text, "TRUE"))) };
}

function isTruth(name: string | undefined, word: string): boolean {
  return name?.toUpperCase() === word;
}

/** NWB's own enumerations: positions in a dataset of names. */
async function elementCells(
  file: NwbFile,
  { path }: PlannedColumn,
  elements: string,
  { data }: Hdf5Values,
): Promise<Cells> {
  const names = await file.texts(elements, "Reading the names of an enumeration");
  const texts = Array.from(data as ArrayLike<number>, (code) => names[Number(code)] ?? null);
  warnOfMissing(file, path, "no name", texts, NO_NAME);
  return { kind: "text", values: texts };
}

const NO_NAME = ["without a name in its enumeration is", "without a name in its enumeration are"] as const;

/** Ids of the rows that a region points to. */
async function regionCells(
  file: NwbFile,
  { path }: PlannedColumn,
  table: string,
  { data }: Hdf5Values,
): Promise<Cells> {
  const ids = await readRowIds(file, table);
  const rows = Array.from(data as ArrayLike<number>, Number);
  const found = rows.map((row) => (row >= 0 ? ids?.[row] : undefined));
  const missing = found.filter((id) => id === undefined).length;
  if (missing > 0) file.warnings.tell(path, "no such row", missingRows(missing, table));
  return {
    kind: "region",
    values: found.some((id) => typeof id === "bigint")
      ? found.map((id) => id ?? null)
      : Float64Array.from(found, (id) => (id === undefined ? Number.NaN : Number(id))),
  };
}

/** The ids of a table's rows; undefined where it has none. */
export async function readRowIds(file: NwbFile, table: string): Promise<RowIds | undefined> {
  const ids = await file.hdf5.read(`${table}/id`, { bigints: true });
  if (ids === undefined) return undefined;
  return isNumeric(ids.data) ? new Float64Array(ids.data) : (ids.data as readonly bigint[]);
}

function isSeriesPart({ members }: Extract<Hdf5Type, { kind: "compound" }>): boolean {
  const names = members.map(({ name }) => name);
  return names.includes("idx_start") && names.includes("count") && names.includes("timeseries");
}

function seriesParts(file: NwbFile, path: string, { columns }: Hdf5Values): Cells {
  const [starts, counts] = [columns!.get("idx_start")!, columns!.get("count")!];
  const targets = columns!.get("timeseries") as readonly Hdf5Element[];
  warnOfNothing(file, path, targets);
  const values = Array.from(targets, (target, row): SeriesPart | null => {
    const [start, count] = [Number(starts[row]), Number(counts[row])];
    const series = plainElement(target);
    return typeof series !== "string" || start < 0 || count < 0 ? null : { path: series, start, count };
  });
  return { kind: "timeseries", values };
}

/** Compounds as objects of plain values. */
function compounds({ columns, shape }: Hdf5Values): Readonly<Record<string, unknown>>[] {
  const length = shape.reduce((product, side) => product * side, 1);
  const members = [...columns!].map(
    ([name, data]) => [name, isNumeric(data) ? data : data.map(plainElement)] as const,
  );
  return Array.from({ length }, (_, row) => {
    const compound: Record<string, unknown> = {};
    for (const [name, values] of members) compound[name] = values[row];
    return compound;
  });
}

function warnOfNothing(file: NwbFile, path: string, data: readonly Hdf5Element[]): void {
  const dangling = data.filter(
    (element) => typeof element === "object" && "isDangling" in element && element.isDangling === true,
  ).length;
  if (dangling > 0)
    file.warnings.tell(
      path,
      "reference to nothing",
      `${counted(dangling, "reference", ["that points to nothing is", "that point to nothing are"])} missing.`,
    );
}

function warnOfMissing(
  file: NwbFile,
  path: string,
  fault: string,
  cells: readonly unknown[],
  reason: readonly [one: string, several: string],
): void {
  const missing = cells.filter((cell) => cell === null).length;
  if (missing > 0) file.warnings.tell(path, fault, `${counted(missing, "value", reason)} missing.`);
}
