import type { ColumnTable } from "@ecephys/core/arquero";
import {
  type Column,
  type Columns,
  composeRows,
  findRows,
  gather,
  isOfNumbers,
  mergeColumns,
  plain,
  type Rows,
  readable,
  storedColumnsOf,
  tableOf,
  type UnitFilterSettings,
} from "@ecephys/core/internal";
import { type DynamicTable, numericColumn } from "../file/dynamic-table.ts";
import type { NwbFile } from "../file/nwb-file.ts";
import { nameOfPath } from "../file/outline.ts";
import { counted, warnOfSharedIds } from "../file/warnings.ts";
import { pickNumbers } from "../pick.ts";
import type { Electrodes } from "./channels.ts";
import type { SessionResources } from "./resources.ts";
import { rowsOfIds } from "./rows-of-ids.ts";
import type { UnitFilterReport } from "./unit-filter-report.ts";
import { passingUnits } from "./unit-filters.ts";
import { type PlaceColumn, textRanks, type UnitPlaces, unitOrder } from "./unit-order.ts";

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

/** What a column has a cell for: each unit of the file, or each channel, probe or row of metrics of the session. */
type Level = "units" | "channels" | "probes" | "metrics";

/** A column of the table of units, not gathered yet. */
interface SourceColumn {
  readonly name: string;
  readonly column: Column;
  readonly level: Level;
}

/** For some units, their rows at each level; -1 where they have none. */
type RowsByLevel = Readonly<Record<Level, Rows>>;

/**
 * The session's units, filtered, merged and sorted; see `EcephysSession.units`. Only numbers of rows are joined and
 * sorted: cells are gathered when somebody reads their column.
 */
export function mergeUnits(parts: UnitParts): SessionUnitTable {
  const { electrodes, metrics, units } = parts;
  const channels = storedColumnsOf(plain(parts.channels));
  const probes = storedColumnsOf(plain(parts.probes));
  const { channelIds, probeIds } = placesOf(units, electrodes, probes);
  const electrodeOfUnit = rowsOfIds(channelIds, electrodes.ids);
  const channelOfElectrode = rowsOfIds(electrodes.ids, idsOf(channels));
  const { rows, report } = passingUnits({ ...parts, electrodeOfUnit, channelOfElectrode });
  warnOfUnknownChannels(parts, rows, electrodeOfUnit);
  warnOfSharedIds(parts.file.warnings, units.path, units.ids);

  const own = ownColumns(parts, channelIds, probeIds);
  const ofChannels = sourcesOf("channels", channels, probeIds && "probe_id");
  const onChannels = mergeColumns(own, ofChannels, ["", "_channel"]);
  const onProbes = mergeColumns(onChannels, sourcesOf("probes", probes).map(asOfProbe), ["", "_probe"]);
  const merged = metrics ? mergeColumns(onProbes, metricSources(metrics, onProbes), ["_x", "_y"]) : onProbes;

  const channelOfUnit = composeRows(electrodeOfUnit, channelOfElectrode);
  const probe = onChannels.find(({ name }) => name === "probe_id")!;
  const probeOfKey = findRows(readable(probe.column), idsOf(probes), "right");
  const rowsAt = (unitRows: Rows): RowsByLevel => {
    const channelRows = composeRows(unitRows, channelOfUnit);
    return {
      units: unitRows,
      channels: channelRows,
      probes: composeRows(probe.level === "channels" ? channelRows : unitRows, probeOfKey),
      metrics: metrics
        ? findRows(pickNumbers(units.ids, unitRows), idsOf(storedColumnsOf(plain(metrics))), "right")
        : NO_ROWS,
    };
  };
  const places = placesAt(merged, rowsAt(rows));
  const sorted = rowsAt(composeRows(unitOrder(places), rows));
  return {
    table: tableOf(new Map(merged.map((source) => [source.name, cellsAt(source, sorted[source.level])]))),
    report,
  };
}

const NO_ROWS: Rows = new Int32Array();

/** Of each unit its channel, NaN where it is not known, and, in files of other labs, its probe. */
function placesOf(units: DynamicTable, electrodes: Electrodes, probes: Columns) {
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
  const names = probes.get("description") as Column<string>;
  const byName = new Map(Array.from(names, (name, row) => [name, idsOf(probes)[row]!] as const));
  const probeIds = Float64Array.from(units.ids, (_, row) => {
    const group = groups?.[row];
    const named = typeof group === "string" ? byName.get(nameOfPath(group)) : undefined;
    return named ?? probeOf.get(channelIds[row]!) ?? Number.NaN;
  });
  return { channelIds, probeIds };
}

function warnOfUnknownChannels({ file, units, warn }: UnitParts, rows: Rows, electrodeOfUnit: Rows): void {
  if (!units.columns.has("peak_channel_id")) return;
  let unknown = 0;
  for (let i = 0; i < rows.length; i++) if (electrodeOfUnit[rows[i]!]! < 0) unknown++;
  if (unknown > 0)
    warn(
      `${file.nameOf(`${units.path}/peak_channel_id`)}: ${counted(unknown, "unit", ["has", "have"])} a peak channel that is no electrode of the file, and ${unknown === 1 ? "is" : "are"} kept, without what is known of a channel.`,
    );
}

/** The file's own columns, under AllenSDK's names. */
function ownColumns(
  { filters, units }: UnitParts,
  channelIds: Float64Array,
  probeIds: Float64Array | undefined,
): SourceColumn[] {
  const own: Columns = new Map([["unit_id", units.ids]]);
  for (const [name, column] of units.columns)
    if (name !== "quality" || !filters.filterByValidity) own.set(RENAMES[name] ?? name, column);
  own.set("peak_channel_id", channelIds);
  if (probeIds) own.set("probe_id", probeIds);
  return Array.from(own, ([name, column]) => ({ name, column, level: "units" }));
}

/** The columns of another table but for its ids, which come first, and one that is not wanted. */
function sourcesOf(level: Level, columns: Columns, unwanted?: string): SourceColumn[] {
  const sources = Array.from(columns, ([name, column]) => ({ name, column, level })).slice(1);
  return unwanted === undefined ? sources : sources.filter(({ name }) => name !== unwanted);
}

function asOfProbe(source: SourceColumn): SourceColumn {
  return { ...source, name: PROBE_RENAMES[source.name] ?? source.name };
}

/** Metrics that the units do not have already, but for hidden ones. */
function metricSources(metrics: ColumnTable, units: readonly SourceColumn[]): SourceColumn[] {
  const known = new Set(units.map(({ name }) => name));
  return sourcesOf("metrics", storedColumnsOf(plain(metrics)))
    .filter(({ name }) => !known.has(name) && !HIDDEN_METRICS.has(name))
    .map((source) => (source.name === OLD_METRIC ? { ...source, name: "pref_image_multi_ns" } : source));
}

/** A table's first column. */
function idsOf(columns: Columns): Float64Array {
  const [ids] = columns.values();
  return readable(ids!) as Float64Array;
}

/** What units are put in order by, at the rows of their probes and channels. */
function placesAt(columns: readonly SourceColumn[], rows: RowsByLevel): UnitPlaces {
  const source = (wanted: string) => columns.find(({ name }) => name === wanted)!;
  const numbers = ({ column, level }: SourceColumn): PlaceColumn => {
    const cells = readable(column) as Column<number>;
    return { values: cells instanceof Float64Array ? cells : Float64Array.from(cells), rows: rows[level] };
  };
  const description = source("probe_description");
  return {
    probe: { values: textRanks(description.column), rows: rows[description.level] },
    vertical: numbers(source("probe_vertical_position")),
    horizontal: numbers(source("probe_horizontal_position")),
  };
}

/**
 * A column's cells at some rows; a missing number is NaN, another missing cell null. Numbers of other tables are a
 * Float64Array however they are kept there.
 */
function cellsAt({ column, level }: SourceColumn, rows: Rows): Column {
  const cells = gather(column, rows);
  if (level === "units" || isOfNumbers(column) || typeof cells.at(0) !== "number") return cells;
  const values = Array.from(cells);
  return values.every((value) => typeof value === "number") ? Float64Array.from(values) : cells;
}
