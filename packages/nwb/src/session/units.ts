import { UNIT_FILTER_DEFAULTS } from "@ecephys/core";
import { type ColumnTable, table } from "@ecephys/core/arquero";
import { joinTables, normalizeUnitFilters, type UnitFilterSettings } from "@ecephys/core/internal";
import {
  type DynamicTable,
  numericColumn,
  readDynamicTable,
  requireDistinctIds,
  requireNumbers,
  textColumn,
} from "../file/dynamic-table.ts";
import type { NwbFile } from "../file/nwb-file.ts";
import { pickCells, pickNumbers } from "../pick.ts";
import type { Electrodes } from "./channels.ts";
import type { SessionResources } from "./resources.ts";

export const UNITS = "/units";
const ACTION = "Reading the units";

/** AllenSDK's names of the file's columns. */
const RENAMES: Readonly<Record<string, string>> = {
  PT_ratio: "waveform_PT_ratio",
  amplitude: "waveform_amplitude",
  duration: "waveform_duration",
  halfwidth: "waveform_halfwidth",
  recovery_slope: "waveform_recovery_slope",
  repolarization_slope: "waveform_repolarization_slope",
  spread: "waveform_spread",
  velocity_above: "waveform_velocity_above",
  velocity_below: "waveform_velocity_below",
  l_ratio: "L_ratio",
};

const PROBE_RENAMES: Readonly<Record<string, string>> = {
  description: "probe_description",
  sampling_rate: "probe_sampling_rate",
  lfp_sampling_rate: "probe_lfp_sampling_rate",
  has_lfp_data: "probe_has_lfp_data",
};

/** Metrics that AllenSDK leaves out of a session's units. */
const HIDDEN_METRICS = new Set([
  "width_rf",
  "height_rf",
  "on_screen_rf",
  "time_to_peak_fl",
  "time_to_peak_rf",
  "time_to_peak_sg",
  "sustained_idx_fl",
  "time_to_peak_dg",
]);

const OLD_METRIC = "pref_images_multi_ns";

/** A session's filters: as those of the tables, but units out of the brain are left out. A threshold of 0 is 0, not none. */
export function sessionFilters(filters: SessionResources["filters"]): UnitFilterSettings {
  return normalizeUnitFilters(filters, { ...UNIT_FILTER_DEFAULTS, filterOutOfBrainUnits: true });
}

/** Reads the units' table without its ragged columns. */
export async function readUnitTable(file: NwbFile): Promise<DynamicTable> {
  const units = await readDynamicTable(file, UNITS, ACTION);
  requireDistinctIds(file, units, ACTION);
  return units;
}

export interface UnitParts {
  readonly file: NwbFile;
  readonly units: DynamicTable;
  readonly electrodes: Electrodes;
  readonly channels: ColumnTable;
  readonly probes: ColumnTable;
  readonly metrics: ColumnTable | undefined;
  readonly filters: UnitFilterSettings;
  warn(message: string): void;
}

/** The session's units, filtered, merged and sorted; see `EcephysSession.units`. */
export function mergeUnits(parts: UnitParts): ColumnTable {
  const { file, units, channels, probes, metrics, filters } = parts;
  const rows = passingRows(parts);
  const columns: Record<string, ArrayLike<unknown>> = { unit_id: pick(units.ids, rows) };
  for (const [name, column] of units.columns)
    if (name !== "quality" || !filters.filterByValidity) columns[RENAMES[name] ?? name] = pick(column, rows);
  requireNumbers(file, units, "peak_channel_id", ACTION);
  const onChannels = joinTables(table(columns as never), channels, {
    on: "peak_channel_id",
    suffixes: ["", "_channel"],
  });
  const onProbes = joinTables(onChannels, probes.rename(PROBE_RENAMES), {
    on: "probe_id",
    suffixes: ["", "_probe"],
  });
  const merged = metrics ? withMetrics(onProbes, metrics) : onProbes;
  return sorted(merged);
}

/** Rows of the file's units that pass the filters; a missing metric never passes. */
function passingRows({ file, units, electrodes, filters, warn }: UnitParts): Int32Array {
  const channelIds = requireNumbers(file, units, "peak_channel_id", ACTION);
  const channelRows = new Map(Array.from(electrodes.ids, (id, row) => [id, row] as const));
  const quality = filters.filterByValidity ? textColumn(units, "quality") : undefined;
  const passes = [
    threshold(units, "amplitude_cutoff", (value) => value <= filters.amplitudeCutoffMaximum, warn),
    threshold(units, "presence_ratio", (value) => value >= filters.presenceRatioMinimum, warn),
    threshold(units, "isi_violations", (value) => value <= filters.isiViolationsMaximum, warn),
  ];
  return Int32Array.from(units.ids.keys()).filter((row) => {
    const channel = channelRows.get(channelIds[row]!);
    if (channel === undefined) return false;
    if (filters.filterByValidity && !electrodes.valid[channel]) return false;
    if (filters.filterOutOfBrainUnits && electrodes.structures[channel] === null) return false;
    if (quality && quality[row] !== "good") return false;
    return passes.every((pass) => pass(row));
  });
}

function threshold(
  units: DynamicTable,
  name: string,
  within: (value: number) => boolean,
  warn: (message: string) => void,
): (row: number) => boolean {
  const column = numericColumn(units, name);
  if (!column) warn(`The units of this file have no "${name}", so they are not filtered by it.`);
  return column ? (row) => within(column[row]!) : () => true;
}

function withMetrics(units: ColumnTable, metrics: ColumnTable): ColumnTable {
  const id = metrics.columnName(0);
  const known = new Set(units.columnNames());
  const wanted = metrics
    .columnNames()
    .filter((name) => name === id || !(known.has(name) || HIDDEN_METRICS.has(name)));
  const chosen = metrics.select(...wanted);
  const named = wanted.includes(OLD_METRIC) ? chosen.rename({ [OLD_METRIC]: "pref_image_multi_ns" }) : chosen;
  return joinTables(units, named, { on: "unit_id", how: "left" });
}

/** By probe, then vertical, then horizontal position of the peak channel; ties keep the file's order. */
function sorted(units: ColumnTable): ColumnTable {
  const description = values(units, "probe_description") as ArrayLike<string>;
  const vertical = values(units, "probe_vertical_position") as ArrayLike<number>;
  const horizontal = values(units, "probe_horizontal_position") as ArrayLike<number>;
  const order = Array.from({ length: units.numRows() }, (_, row) => row).sort((a, b) => {
    const [left, right] = [description[a]!, description[b]!];
    if (left !== right) return left < right ? -1 : 1;
    return vertical[a]! - vertical[b]! || horizontal[a]! - horizontal[b]! || a - b;
  });
  const rows = Int32Array.from(order);
  const columns = units.columnNames().map((name) => [name, pick(values(units, name), rows)] as const);
  return table(Object.fromEntries(columns) as never);
}

/** A column's values, numbers in a Float64Array, also where a join made the column lazy. */
function values(from: ColumnTable, name: string): ArrayLike<unknown> {
  const column = from.column(name) as unknown as ArrayLike<unknown> & { at(row: number): unknown };
  if (column instanceof Float64Array || Array.isArray(column)) return column;
  const cells: unknown[] = new Array(column.length);
  for (let row = 0; row < cells.length; row++) cells[row] = column.at(row);
  return cells.every((cell) => typeof cell === "number") ? Float64Array.from(cells) : cells;
}

function pick(column: ArrayLike<unknown>, rows: Int32Array): ArrayLike<unknown> {
  return column instanceof Float64Array ? pickNumbers(column, rows) : pickCells(column, rows);
}
