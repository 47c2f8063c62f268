import type { ColumnTable } from "@ecephys/core/arquero";
import { type Column, type Columns, gather, joinTables, rowsWhere, tableOf } from "@ecephys/core/internal";
import { EcephysError } from "@ecephys/files";
import {
  type DynamicTable,
  numericColumn,
  readDynamicTable,
  requireDistinctIds,
  requireNumbers,
  textColumn,
} from "../file/dynamic-table.ts";
import type { NwbFile } from "../file/nwb-file.ts";
import { nameOfPath } from "../file/outline.ts";
import { exactIds } from "../file/table/exact-ids.ts";
import { planTable } from "../file/table/plan.ts";
import { readColumns } from "../file/table/read.ts";
import { ELECTRODES, PROBES } from "./allen-layout.ts";
import { probeNames } from "./probes.ts";

const ACTION = "Reading the channels";
const EXACT = "openNwb has the exact ids, as bigints";

/** The filters that every channel of a Neuropixels session was recorded through, in AllenSDK's words. */
const FILTERING = "AP band: 500 Hz high-pass; LFP band: 1000 Hz low-pass";

/** Columns that are read from the file. */
const USED = new Set([
  "probe_id",
  "probe_channel_number",
  "local_index",
  "probe_horizontal_position",
  "probe_vertical_position",
  "valid_data",
  "location",
  "x",
  "y",
  "z",
]);

/** The project's columns that replace the file's. */
const SUBSTITUTES = [
  "ecephys_structure_id",
  "ecephys_structure_acronym",
  "anterior_posterior_ccf_coordinate",
  "dorsal_ventral_ccf_coordinate",
  "left_right_ccf_coordinate",
] as const;

/** The electrodes of a session's file, one entry per channel. */
export interface Electrodes {
  readonly ids: Float64Array;
  readonly probeIds: Float64Array;
  readonly channelNumbers: Float64Array;
  readonly horizontal: Float64Array;
  readonly vertical: Float64Array;
  readonly valid: readonly boolean[];
  /** Without the subregion after a dash; null for out of brain. */
  readonly structures: readonly (string | null)[];
  readonly ccf: readonly [Float64Array, Float64Array, Float64Array];
}

/** Reads the electrode table, of either layout: `probe_channel_number`, or `local_index` as in 2019 and 2020. */
export async function readElectrodes(file: NwbFile): Promise<Electrodes> {
  const group = await file.requireGroup(ELECTRODES, ACTION);
  if (group.children.length > 0 && !group.children.includes("probe_id")) return readLabElectrodes(file);
  const found = await readDynamicTable(file, ELECTRODES, ACTION, (name) => USED.has(name));
  requireDistinctIds(file, found, ACTION);
  const numbers = (name: string) => requireNumbers(file, found, name, ACTION);
  const missing = () => new Float64Array(found.ids.length).fill(Number.NaN);
  return {
    ids: found.ids,
    probeIds: numbers("probe_id"),
    channelNumbers: channelNumbers(file, found),
    horizontal: numbers("probe_horizontal_position"),
    vertical: numbers("probe_vertical_position"),
    valid: validity(found),
    structures: structures(found),
    ccf: [
      numericColumn(found, "x") ?? missing(),
      numericColumn(found, "y") ?? missing(),
      numericColumn(found, "z") ?? missing(),
    ],
  };
}

const NONE = new Float64Array();

/** Of a file without electrodes. */
export const NO_ELECTRODES: Electrodes = {
  ids: NONE,
  probeIds: NONE,
  channelNumbers: NONE,
  horizontal: NONE,
  vertical: NONE,
  valid: [],
  structures: [],
  ccf: [NONE, NONE, NONE],
};

/** The electrodes of another lab's file: their groups are the probes, and channels count within their group. */
async function readLabElectrodes(file: NwbFile): Promise<Electrodes> {
  const plan = await planTable(file, ELECTRODES, ACTION, { wants: (name) => LAB_USED.has(name) });
  const read = await readColumns(file, plan, plan.columns, ACTION);
  const ids = exactIds(file, plan, ACTION, EXACT);
  const found = { path: ELECTRODES, ids, columns: new Map(read.map(({ name, values }) => [name, values])) };
  requireDistinctIds(file, found, ACTION);
  const missing = () => new Float64Array(ids.length).fill(Number.NaN);
  const numbers = (name: string) => numericColumn(found, name) ?? missing();
  const groups = found.columns.get("group") ?? found.columns.get("group_name");
  const names = probeNames((await file.requireGroup(PROBES, ACTION)).children);
  const probeIds = Float64Array.from(ids, (_, row) => {
    const group = groups?.[row];
    const probe = typeof group === "string" ? names.indexOf(nameOfPath(group)) : -1;
    return probe < 0 ? Number.NaN : probe;
  });
  const counts = new Map<number, number>();
  const channelNumbers = probeIds.map((probe) => {
    const number = counts.get(probe) ?? 0;
    counts.set(probe, number + 1);
    return number;
  });
  return {
    ids,
    probeIds,
    channelNumbers,
    horizontal: numbers("rel_x"),
    vertical: numbers("rel_y"),
    valid: validity(found),
    structures: structures(found),
    ccf: [numbers("x"), numbers("y"), numbers("z")],
  };
}

const LAB_USED = new Set(["group", "group_name", "rel_x", "rel_y", "valid_data", "location", "x", "y", "z"]);

/** All are valid where the file does not say it, or not by booleans or numbers. */
function validity({ columns, ids }: DynamicTable): readonly boolean[] {
  const column = columns.get("valid_data");
  if (column instanceof Float64Array) return Array.from(column, Boolean);
  const isKnown = column?.every((value) => typeof value === "boolean");
  return isKnown ? (column as readonly boolean[]) : new Array<boolean>(ids.length).fill(true);
}

function channelNumbers(file: NwbFile, electrodes: DynamicTable): Float64Array {
  const modern = numericColumn(electrodes, "probe_channel_number");
  const legacy = numericColumn(electrodes, "local_index");
  if (modern && legacy)
    file.damage(ELECTRODES, ACTION, 'it has both "probe_channel_number" and "local_index"');
  return modern ?? legacy ?? file.lack(`${ELECTRODES}/probe_channel_number`, ACTION);
}

function structures(electrodes: DynamicTable): (string | null)[] {
  const locations = textColumn(electrodes, "location");
  const found: (string | null)[] = new Array(electrodes.ids.length).fill(null);
  if (locations === undefined) return found;
  // Neighbouring channels mostly lie in the same one.
  let last = "";
  let structure: string | null = null;
  for (let row = 0; row < found.length; row++) {
    const location = locations[row]!;
    if (location !== last) {
      structure = location === "" || location === "None" ? null : location.split("-")[0]!;
      last = location;
    }
    found[row] = structure;
  }
  return found;
}

/**
 * The channels as a table; see `EcephysSession.channels`.
 * @throws an EcephysError "format" where the project's table cannot be joined.
 */
export function channelTable(
  electrodes: Electrodes,
  options: { readonly onlyValid: boolean; readonly project: ColumnTable | undefined },
): ColumnTable {
  const { ids } = electrodes;
  const rows = rowsWhere(ids.length, (row) => !options.onlyValid || electrodes.valid[row]!);
  // Most columns are never read of their own.
  const at = (values: Column) => gather(values, rows);
  const [x, y, z] = electrodes.ccf;
  const own = {
    id: at(ids),
    filtering: new Array<string>(rows.length).fill(FILTERING),
    probe_channel_number: at(electrodes.channelNumbers),
    probe_horizontal_position: at(electrodes.horizontal),
    probe_id: at(electrodes.probeIds),
    probe_vertical_position: at(electrodes.vertical),
    structure_acronym: at(electrodes.structures),
    ...(options.onlyValid ? {} : { valid_data: at(electrodes.valid) }),
  };
  if (options.project) return joinTables(tableOf(columnsIn(own)), substitutes(options.project));
  return tableOf(
    columnsIn({
      ...own,
      anterior_posterior_ccf_coordinate: at(x),
      dorsal_ventral_ccf_coordinate: at(y),
      left_right_ccf_coordinate: at(z),
    }),
  );
}

function columnsIn(named: Readonly<Record<string, Column>>): Columns {
  return new Map(Object.entries(named));
}

function substitutes(project: ColumnTable): ColumnTable {
  const names = project.columnNames();
  const lacking = ["id", ...SUBSTITUTES].filter((name) => !names.includes(name));
  if (lacking.length > 0)
    throw new EcephysError("format", {
      action: ACTION,
      resource: "the project's channel table",
      reason: `it has no ${lacking.join(", ")}`,
    });
  return project.select("id", ...SUBSTITUTES);
}
