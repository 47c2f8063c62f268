import type { Hdf5CallOptions, Hdf5Dataset } from "@ecephys/hdf5";
import { onlyElement } from "@ecephys/hdf5/internal";
import { type Attributes, type Members, membersOf } from "../members.ts";
import type { NwbFile } from "../nwb-file.ts";
import { referenceOf, textOf, textsOf, typeOf } from "../values.ts";
import { counted } from "../warnings.ts";
import { type Bounds, readBounds } from "./bounds.ts";
import { type CellLayout, layoutOf } from "./layout.ts";

/** What of a column's attributes is used. */
const ATTRIBUTES = ["neurodata_type", "description", "colnames", "table", "target", "elements", "unit"];

/** What reading a column cannot do without. */
const NEEDED = ["colnames", "table", "elements"];

/** The ids of a table's rows: numbers, or bigints where a number does not hold one of them. */
export type RowIds = Float64Array | readonly bigint[];

/** A column that can be read. */
export interface PlannedColumn {
  readonly name: string;
  readonly path: string;
  readonly dataset: Hdf5Dataset;
  readonly description: string | undefined;
  readonly type: string | undefined;
  readonly layout: CellLayout;
  /** Of ragged columns: the rows' bounds first, then those of their lists within the data. */
  readonly bounds: readonly Bounds[];
  /** The table whose rows it points to. */
  readonly table: string | undefined;
  /** The dataset that names its values. */
  readonly elements: string | undefined;
}

/** A table's rows and columns, before their values are read. */
export interface TablePlan {
  readonly path: string;
  readonly type: string | undefined;
  readonly description: string | undefined;
  readonly rows: number;
  readonly ids: RowIds;
  readonly columns: readonly PlannedColumn[];
}

/** Which columns are planned; the index of a ragged one is read for it. */
export interface PlanOptions extends Hdf5CallOptions {
  /** Whether the columns' types and descriptions are read; true by default. */
  readonly describes?: boolean | undefined;
  readonly wants?: ((name: string, isRagged: boolean) => boolean) | undefined;
}

/**
 * Looks at a DynamicTable: which rows and columns it has, by what is there. Columns are in the order of `colnames`,
 * then those that it forgets, by name. What is wrong with a column leaves it out, with a warning.
 * @throws an EcephysError "not-found" where there is no such table.
 */
export async function planTable(
  file: NwbFile,
  path: string,
  action: string,
  { describes = true, wants = () => true, ...call }: PlanOptions = {},
): Promise<TablePlan> {
  const attributes = describes ? ATTRIBUTES : NEEDED;
  const entries = (await file.hdf5.walk(path, { attributes, ...call })) ?? file.lack(path, action);
  const [group] = entries;
  if (group?.object?.kind !== "group") file.damage(path, action, "it is not a table");
  const members = await membersOf(file, path, entries, attributes);
  const listed = textsOf(group.attributes, "colnames") ?? [];
  const names = columnNames(members, listed);
  const absent = listed.filter((name) => !members.has(name));
  if (absent.length > 0)
    file.warnings.tell(
      path,
      "listed columns are absent",
      `it lists ${counted(absent.length, "column")} that it does not have: ${absent.join(", ")}.`,
    );
  const wanted = names.filter((name) => wants(name, members.has(`${name}_index`)));
  const ids = await readIds(file, path, members, names);
  const columns = await Promise.all(
    wanted.map((name) => planColumn(file, path, name, members, ids.length, action)),
  );
  return {
    path,
    type: typeOf(group.attributes),
    description: textOf(group.attributes, "description"),
    rows: ids.length,
    ids,
    columns: columns.filter((column) => column !== undefined),
  };
}

function columnNames(members: Members, listed: readonly string[]): string[] {
  const isColumn = (name: string) => {
    if (name === "id") return false;
    if (isIndex(name, members)) return false;
    return !(name.endsWith("_elements") && members.has(name.slice(0, -"_elements".length)));
  };
  const first = [...new Set(listed)].filter((name) => members.has(name) && isColumn(name));
  const forgotten = [...members.keys()].filter((name) => !first.includes(name) && isColumn(name)).sort();
  return [...first, ...forgotten];
}

/** "…_index" beside its column; "stimulus_index" is a column of its own where there is none called "stimulus". */
function isIndex(name: string, members: Members): boolean {
  const own = members.get(name);
  if (!own || !name.endsWith("_index") || !members.has(name.slice(0, -"_index".length))) return false;
  const type = typeOf(own.attributes);
  return type === undefined || type === "VectorIndex" || "target" in own.attributes;
}

async function readIds(
  file: NwbFile,
  path: string,
  members: Members,
  names: readonly string[],
): Promise<RowIds> {
  const own = members.get("id");
  if (own) {
    const { data } = await file.read(own.dataset.path, "Reading the ids of a table", { bigints: true });
    if (data instanceof Float64Array) return data;
    return Array.isArray(data) && typeof data[0] === "bigint"
      ? (data as readonly bigint[])
      : Float64Array.from(data as ArrayLike<number>);
  }
  const lengths = names.map((name) =>
    firstLength((members.get(`${name}_index`) ?? members.get(name))!.dataset),
  );
  const rows = mostFrequent(lengths);
  if (names.length > 0)
    file.warnings.tell(
      path,
      "no ids",
      `it has no ids: its ${counted(rows, "row", ["is", "are"])} numbered from 0.`,
    );
  return Float64Array.from({ length: rows }, (_, row) => row);
}

function firstLength({ shape = [] }: Hdf5Dataset): number {
  return shape.length === 2 && shape[0] === 1 ? shape[1]! : (shape[0] ?? 1);
}

/** The larger of those that are as frequent. */
function mostFrequent(lengths: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const length of lengths) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

async function planColumn(
  file: NwbFile,
  path: string,
  name: string,
  members: Members,
  rows: number,
  action: string,
): Promise<PlannedColumn | undefined> {
  const { attributes, dataset } = members.get(name)!;
  const columnPath = `${path}/${name}`;
  const indexes: Hdf5Dataset[] = [];
  for (let index = `${name}_index`; isIndex(index, members); index = `${index}_index`)
    indexes.unshift(members.get(index)!.dataset);
  const ends = indexes.length > 0 ? undefined : rows;
  const layout = layoutOf(dataset, ends);
  if (layout.length !== rows && ends !== undefined) {
    file.warnings.tell(
      columnPath,
      "another length",
      `it has ${counted(layout.length, "value")} for ${counted(rows, "row")}, so the column is left out.`,
    );
    return undefined;
  }
  const bounds = await readBounds(file, columnPath, { indexes, rows, values: layout.length }, action);
  if (bounds === undefined) return undefined;
  return {
    name,
    path: dataset.path,
    dataset,
    description: textOf(attributes, "description"),
    type: typeOf(attributes),
    layout,
    bounds,
    table: tableOf(attributes, name),
    elements: referenceOf(attributes, "elements"),
  };
}

const ELECTRODES = "/general/extracellular_ephys/electrodes";

/** A region's `table`; of electrodes, where it names none, the table of electrodes. */
function tableOf(attributes: Attributes, name: string): string | undefined {
  if (typeOf(attributes) !== "DynamicTableRegion" && onlyElement(attributes.table) === undefined)
    return undefined;
  return referenceOf(attributes, "table") ?? (name === "electrodes" ? ELECTRODES : undefined);
}
