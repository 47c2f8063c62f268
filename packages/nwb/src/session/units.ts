import { type ColumnTable, not, table } from "@ecephys/core/arquero";
import { joinTables, type UnitFilterSettings } from "@ecephys/core/internal";
import { type DynamicTable, numericColumn } from "../file/dynamic-table.ts";
import type { NwbFile } from "../file/nwb-file.ts";
import { nameOfPath } from "../file/outline.ts";
import { exactIds } from "../file/table/exact-ids.ts";
import { withoutLarge } from "../file/table/large-columns.ts";
import { planTable } from "../file/table/plan.ts";
import { readColumns } from "../file/table/read.ts";
import { counted, warnOfSharedIds } from "../file/warnings.ts";
import { pickCells, pickNumbers } from "../pick.ts";
import type { Electrodes } from "./channels.ts";
import type { SessionResources } from "./resources.ts";
import type { UnitFilterReport } from "./unit-filter-report.ts";
import { passingUnits } from "./unit-filters.ts";

const ACTION = "Reading the units";
const EXACT = "openNwb has the exact ids, as bigints";

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

/** Columns that are read unit by unit. */
const LARGE = new Set(["spike_times", "spike_amplitudes", "waveform_mean", "waveform_sd", "waveforms"]);

/** Reads the units' table without spikes and waveforms; lists and matrices are arrays in its rows. */
export async function readUnitTable(file: NwbFile, path: string, isAllen: boolean): Promise<DynamicTable> {
  const plan = await planTable(file, path, ACTION, {
    wants: (name) => !LARGE.has(name),
    describes: !isAllen,
  });
  if (isAllen && !(plan.ids instanceof Float64Array))
    file.damage(`${path}/id`, ACTION, "its ids are 64-bit integers that a number cannot hold exactly");
  const small = withoutLarge(file, plan, (name) => `openNwb reads them: units({ columns: ["${name}"] }).`);
  const columns = await readColumns(file, plan, small, ACTION);
  return {
    path,
    ids: exactIds(file, plan, ACTION, EXACT),
    columns: new Map(columns.map(({ name, values }) => [name, values])),
  };
}

export interface UnitParts {
  readonly file: NwbFile;
  readonly units: DynamicTable;
  readonly electrodes: Electrodes;
  readonly channels: ColumnTable;
  readonly probes: ColumnTable;
  readonly metrics: ColumnTable | undefined;
  readonly filters: UnitFilterSettings;
  /** As the caller gave them. */
  readonly given: SessionResources["filters"];
  warn(message: string): void;
}

export interface SessionUnitTable {
  readonly table: ColumnTable;
  readonly report: UnitFilterReport;
}

/** The session's units, filtered, merged and sorted; see `EcephysSession.units`. */
export function mergeUnits(parts: UnitParts): SessionUnitTable {
  const { channels, electrodes, filters, metrics, probes, units } = parts;
  const { channelIds, probeIds } = placesOf(units, electrodes, probes);
  const known = new Map(Array.from(electrodes.ids, (id, row) => [id, row] as const));
  const electrodeRows = Array.from(channelIds, (id) => known.get(id));
  const inTable = new Set(channels.array("id") as Iterable<number>);
  const isChannel = (electrode: number) => inTable.has(electrodes.ids[electrode]!);
  const { rows, report } = passingUnits({ ...parts, electrodeRows, isChannel });
  warnOfUnknownChannels(parts, rows, electrodeRows);
  warnOfSharedIds(parts.file.warnings, units.path, units.ids);
  const columns: Record<string, ArrayLike<unknown>> = { unit_id: pick(units.ids, rows) };
  for (const [name, column] of units.columns)
    if (name !== "quality" || !filters.filterByValidity) columns[RENAMES[name] ?? name] = pick(column, rows);
  columns.peak_channel_id = pick(channelIds, rows);
  if (probeIds) columns.probe_id = pick(probeIds, rows);
  const onChannels = joinTables(
    table(columns as never),
    probeIds ? channels.select(not("probe_id")) : channels,
    {
      on: "peak_channel_id",
      how: "left",
      suffixes: ["", "_channel"],
    },
  );
  const onProbes = joinTables(onChannels, probes.rename(PROBE_RENAMES), {
    on: "probe_id",
    how: "left",
    suffixes: ["", "_probe"],
  });
  const merged = metrics ? withMetrics(onProbes, metrics) : onProbes;
  return { table: sorted(merged), report };
}

/** Of each unit its channel, NaN where it is not known, and, in files of other labs, its probe. */
function placesOf(units: DynamicTable, electrodes: Electrodes, probes: ColumnTable) {
  const own = numericColumn(units, "peak_channel_id");
  if (own) return { channelIds: own, probeIds: undefined };
  const lists = units.columns.get("electrodes");
  const groups = units.columns.get("electrode_group");
  const only = (row: number) => {
    const list = lists?.[row] as ArrayLike<number> | null | undefined;
    return list?.length === 1 ? list[0]! : Number.NaN;
  };
  const channelIds = Float64Array.from(units.ids, (_, row) => only(row));
  const probeOf = new Map(Array.from(electrodes.ids, (id, row) => [id, electrodes.probeIds[row]!] as const));
  const byName = new Map(
    Array.from(probes.array("description") as ArrayLike<string>, (name, row) => [
      name,
      (probes.array("id") as ArrayLike<number>)[row]!,
    ]),
  );
  const probeIds = Float64Array.from(units.ids, (_, row) => {
    const group = groups?.[row];
    const named = typeof group === "string" ? byName.get(nameOfPath(group)) : undefined;
    return named ?? probeOf.get(channelIds[row]!) ?? Number.NaN;
  });
  return { channelIds, probeIds };
}

function warnOfUnknownChannels(
  { file, units, warn }: UnitParts,
  rows: Int32Array,
  electrodeRows: readonly (number | undefined)[],
): void {
  if (!units.columns.has("peak_channel_id")) return;
  const unknown = rows.filter((row) => electrodeRows[row] === undefined).length;
  if (unknown > 0)
    warn(
      `${file.nameOf(`${units.path}/peak_channel_id`)}: ${counted(unknown, "unit", ["has", "have"])} a peak channel that is no electrode of the file, and ${unknown === 1 ? "is" : "are"} kept, without what is known of a channel.`,
    );
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
  const description = values(units, "probe_description") as ArrayLike<string | null>;
  const vertical = positions(units, "probe_vertical_position");
  const horizontal = positions(units, "probe_horizontal_position");
  const order = Array.from({ length: units.numRows() }, (_, row) => row).sort((a, b) => {
    const [left, right] = [description[a]!, description[b]!];
    if (left !== right) return right === null || (left !== null && left < right) ? -1 : 1;
    return vertical[a]! - vertical[b]! || horizontal[a]! - horizontal[b]! || a - b;
  });
  const rows = Int32Array.from(order);
  const columns = units.columnNames().map((name) => [name, pick(values(units, name), rows)] as const);
  return table(Object.fromEntries(columns) as never);
}

/** Where it is not known last; a difference of infinities would be NaN. */
function positions(units: ColumnTable, name: string): Float64Array {
  return Float64Array.from(values(units, name) as ArrayLike<number>, (at) =>
    Number.isNaN(at) ? Number.MAX_VALUE : at,
  );
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
