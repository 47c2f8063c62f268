import { normalizeUnitFilters, UNIT_FILTER_DEFAULTS, type UnitFilterSettings } from "@ecephys/core/internal";
import { type DynamicTable, numericColumn, textColumn } from "../file/dynamic-table.ts";
import type { NwbFile } from "../file/nwb-file.ts";
import { counted } from "../file/warnings.ts";
import type { Electrodes } from "./channels.ts";
import type { SessionResources } from "./resources.ts";
import {
  countsOf,
  type UnitFilterReason,
  type UnitFilterReport,
  type UnitMetric,
} from "./unit-filter-report.ts";

/** A session's filters: as those of the tables, but units out of the brain are left out. A threshold of 0 is 0, not none. */
export function sessionFilters(filters: SessionResources["filters"]): UnitFilterSettings {
  return normalizeUnitFilters(filters, { ...UNIT_FILTER_DEFAULTS, filterOutOfBrainUnits: true });
}

/** The Allen Institute's quality metrics, each with its threshold. */
const METRICS = [
  {
    name: "amplitude_cutoff",
    option: "amplitudeCutoffMaximum",
    passes: (value: number, limit: number) => value <= limit,
  },
  {
    name: "presence_ratio",
    option: "presenceRatioMinimum",
    passes: (value: number, limit: number) => value >= limit,
  },
  {
    name: "isi_violations",
    option: "isiViolationsMaximum",
    passes: (value: number, limit: number) => value <= limit,
  },
] as const;

export interface FilteredUnits {
  readonly file: NwbFile;
  readonly units: DynamicTable;
  readonly electrodes: Electrodes;
  /** By row, the row of the unit's electrode; undefined where it has none. */
  readonly electrodeRows: readonly (number | undefined)[];
  /** Rows of the electrodes that are channels of the session. */
  readonly isChannel: (electrode: number) => boolean;
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
  const { given, units } = parts;
  const limits = limitsOf(parts);
  const absent = METRICS.filter(({ name }) => !limits.some((limit) => limit.name === name));
  const isAllen = absent.length === 0;
  const applied = isAllen ? limits : limits.filter(({ option }) => given[option] !== undefined);
  const isGood = isAllen ? qualityOf(parts) : () => true;
  const isOnChannel = channelFilter(parts, isAllen);
  const reasonOf = (row: number): UnitFilterReason | undefined => {
    if (!isGood(row)) return "quality";
    if (!isOnChannel(row)) return "channel";
    return applied.find(({ passes }) => !passes(row))?.name;
  };
  const reasons = Array.from(units.ids, (_, row) => reasonOf(row));
  const rows = Int32Array.from(units.ids.keys()).filter((row) => reasons[row] === undefined);
  const report: UnitFilterReport = {
    filters: isAllen ? "allen" : "none",
    absent: absent.map(({ name }) => name),
    units: units.ids.length,
    kept: rows.length,
    dropped: countsOf(reasons),
  };
  if (!isAllen) warnOfAbsent(parts, report);
  else if (report.kept === 0) warnOfNone(parts, report);
  return { rows, report };
}

interface Limit {
  readonly name: UnitMetric;
  readonly option: (typeof METRICS)[number]["option"];
  readonly passes: (row: number) => boolean;
}

/** The thresholds of the metrics that are columns, in the order in which reasons are told. */
function limitsOf({ filters, units }: FilteredUnits): Limit[] {
  return METRICS.flatMap(({ name, option, passes }) => {
    const column = numericColumn(units, name);
    const limit = filters[option];
    return column ? [{ name, option, passes: (row: number) => passes(column[row]!, limit) }] : [];
  });
}

function qualityOf({ filters, units }: FilteredUnits): (row: number) => boolean {
  const quality = filters.filterByValidity ? textColumn(units, "quality") : undefined;
  return (row) => quality === undefined || quality[row] === "good";
}

/** The validity and structure of the channel; a unit whose channel is not known passes. */
function channelFilter(parts: FilteredUnits, isAllen: boolean): (row: number) => boolean {
  const { electrodeRows, electrodes, filters, isChannel } = parts;
  return (row) => {
    const electrode = electrodeRows[row];
    if (electrode === undefined) return true;
    // A project leaves out channels whatever the filters are.
    if (!isAllen) return isChannel(electrode) || !electrodes.valid[electrode];
    if (filters.filterByValidity && !electrodes.valid[electrode]) return false;
    if (filters.filterOutOfBrainUnits && electrodes.structures[electrode] === null) return false;
    return isChannel(electrode);
  };
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
