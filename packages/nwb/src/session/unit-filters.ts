import {
  normalizeUnitFilters,
  type Rows,
  UNIT_FILTER_DEFAULTS,
  type UnitFilterSettings,
} from "@ecephys/core/internal";
import { type DynamicTable, numericColumn, textColumn } from "../file/dynamic-table.ts";
import type { NwbFile } from "../file/nwb-file.ts";
import { counted } from "../file/warnings.ts";
import type { Electrodes } from "./channels.ts";
import type { SessionResources } from "./resources.ts";
import {
  nothingDropped,
  type UnitFilterReason,
  type UnitFilterReport,
  type UnitMetric,
} from "./unit-filter-report.ts";

/** A session's filters: as those of the tables, but units out of the brain are left out. A threshold of 0 is 0, not none. */
export function sessionFilters(filters: SessionResources["filters"]): UnitFilterSettings {
  return normalizeUnitFilters(filters, { ...UNIT_FILTER_DEFAULTS, filterOutOfBrainUnits: true });
}

/** The Allen Institute's quality metrics, each with its threshold: the most that a unit may have, or the least. */
const METRICS = [
  { name: "amplitude_cutoff", option: "amplitudeCutoffMaximum", isMost: true },
  { name: "presence_ratio", option: "presenceRatioMinimum", isMost: false },
  { name: "isi_violations", option: "isiViolationsMaximum", isMost: true },
] as const;

export interface FilteredUnits {
  readonly file: NwbFile;
  readonly units: DynamicTable;
  readonly electrodes: Electrodes;
  /** By row, the row of the unit's electrode; -1 where it has none. */
  readonly electrodeOfUnit: Rows;
  /** By row of the electrodes, the channel of the session that it is; -1 for those that are none. */
  readonly channelOfElectrode: Rows;
  readonly filters: UnitFilterSettings;
  /** As the caller gave them. */
  readonly given: SessionResources["filters"];
  warn(message: string): void;
}

export interface PassingUnits {
  /** In the file's order. */
  readonly rows: Int32Array;
  readonly report: UnitFilterReport;
}

/**
 * Rows of the file's units that pass the filters; a missing metric never passes. The filters are the Allen Institute's:
 * where one of their three metrics is no column of the file, none of them applies, but for thresholds that the caller
 * gives for columns that are there.
 */
export function passingUnits(parts: FilteredUnits): PassingUnits {
  const { filters, given, units } = parts;
  const limits = limitsOf(parts);
  const absent = METRICS.filter(({ name }) => !limits.some((limit) => limit.name === name));
  const isAllen = absent.length === 0;
  const applied = isAllen ? limits : limits.filter(({ option }) => given[option] !== undefined);
  const count = units.ids.length;
  const dropped = nothingDropped();
  let rows: Rows = allRows(count);
  const leaveOut = (reason: UnitFilterReason, passes: (row: number) => boolean) => {
    const before = rows.length;
    rows = keptOf(rows, passes);
    dropped[reason] = before - rows.length;
  };
  // One with several reasons is left out for the first.
  const quality = isAllen && filters.filterByValidity ? textColumn(units, "quality") : undefined;
  if (quality) leaveOut("quality", (row) => quality[row] === "good");
  leaveOut("channel", channelFilter(parts, isAllen));
  for (const { name, passes } of applied) if (passes) leaveOut(name, passes);
  const report: UnitFilterReport = {
    filters: isAllen ? "allen" : "none",
    absent: absent.map(({ name }) => name),
    units: count,
    kept: rows.length,
    dropped,
  };
  if (!isAllen) warnOfAbsent(parts, report);
  else if (report.kept === 0) warnOfNone(parts, report);
  return { rows, report };
}

interface Limit {
  readonly name: UnitMetric;
  readonly option: (typeof METRICS)[number]["option"];
  /** Undefined where all do. */
  readonly passes: ((row: number) => boolean) | undefined;
}

/** The thresholds of the metrics that are columns, in the order in which reasons are told. */
function limitsOf({ filters, units }: FilteredUnits): Limit[] {
  return METRICS.flatMap(({ isMost, name, option }): Limit[] => {
    const column = numericColumn(units, name);
    const limit = filters[option];
    if (!column) return [];
    // No limit leaves out what is missing.
    const isNone = limit === (isMost ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY);
    if (isNone && !column.includes(Number.NaN)) return [{ name, option, passes: undefined }];
    const passes = isMost ? (row: number) => column[row]! <= limit : (row: number) => column[row]! >= limit;
    return [{ name, option, passes }];
  });
}

/** The validity and structure of the channel; a unit whose channel is not known passes. */
function channelFilter(parts: FilteredUnits, isAllen: boolean): (row: number) => boolean {
  const { channelOfElectrode, electrodeOfUnit, electrodes, filters } = parts;
  return (row) => {
    const electrode = electrodeOfUnit[row]!;
    if (electrode < 0) return true;
    // A project leaves out channels whatever the filters are.
    if (!isAllen) return channelOfElectrode[electrode]! >= 0 || !electrodes.valid[electrode];
    if (filters.filterByValidity && !electrodes.valid[electrode]) return false;
    if (filters.filterOutOfBrainUnits && electrodes.structures[electrode] === null) return false;
    return channelOfElectrode[electrode]! >= 0;
  };
}

/** A loop: what arrays have for it takes several times the memory. */
function keptOf(rows: Rows, passes: (row: number) => boolean): Rows {
  const kept = new Int32Array(rows.length);
  let count = 0;
  for (let i = 0; i < rows.length; i++) if (passes(rows[i]!)) kept[count++] = rows[i]!;
  return kept.subarray(0, count);
}

function allRows(count: number): Rows {
  const rows = new Int32Array(count);
  for (let row = 0; row < count; row++) rows[row] = row;
  return rows;
}

/** A session without units looks like a quiet one otherwise. */
function warnOfNone({ file, units, warn }: FilteredUnits, { dropped, units: count }: UnitFilterReport): void {
  if (count === 0) return;
  const reasons = Object.entries(dropped).filter(([, own]) => own > 0);
  const told = reasons.map(([reason, own]) => `${own} for ${reason}`).join(", ");
  warn(
    `${file.nameOf(units.path)}: none of ${counted(count, "unit")} passes the unit filters, or lies on a channel of the session (left out: ${told}).`,
  );
}

function warnOfAbsent({ file, given, units, warn }: FilteredUnits, report: UnitFilterReport): void {
  const kept = `${report.kept} of ${counted(report.units, "unit", ["is", "are"])} kept`;
  const where = file.nameOf(units.path);
  warn(
    `${where}: the units have no ${report.absent.join(", ")}, so the Allen Institute's unit filters do not apply: ${kept}.`,
  );
  const wanted = METRICS.filter(
    ({ name, option }) => report.absent.includes(name) && given[option] !== undefined,
  );
  if (wanted.length > 0)
    warn(
      `${where}: ${wanted.map(({ option }) => option).join(", ")} ${wanted.length === 1 ? "filters" : "filter"} none of ${counted(report.units, "unit")}, as ${wanted.length === 1 ? "that column is" : "those columns are"} not there.`,
    );
}
