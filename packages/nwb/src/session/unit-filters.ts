import { UNIT_FILTER_DEFAULTS } from "@ecephys/core";
import { normalizeUnitFilters, type UnitFilterSettings } from "@ecephys/core/internal";
import { type DynamicTable, numericColumn, textColumn } from "../file/dynamic-table.ts";
import type { NwbFile } from "../file/nwb-file.ts";
import { counted } from "../file/warnings.ts";
import type { Electrodes } from "./channels.ts";
import type { SessionResources } from "./resources.ts";

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
  readonly filters: UnitFilterSettings;
  /** As the caller gave them. */
  readonly given: SessionResources["filters"];
  warn(message: string): void;
}

/**
 * Rows of the file's units that pass the filters; a missing metric never passes. The filters are the Allen Institute's:
 * where one of their three metrics is no column of the file, none of them applies, but for thresholds that the caller
 * gives for columns that are there.
 */
export function passingRows(parts: FilteredUnits): Int32Array {
  const { filters, given, units, warn } = parts;
  const limits = METRICS.map(({ name, option, passes }) => {
    const column = numericColumn(units, name);
    const limit = filters[option];
    return { name, option, column, passes: (row: number) => passes(column![row]!, limit) };
  });
  const absent = limits.filter(({ column }) => column === undefined);
  const rows = Int32Array.from(units.ids.keys());
  const applied =
    absent.length === 0
      ? limits
      : limits.filter(({ column, option }) => column && given[option] !== undefined);
  const passing = rows.filter((row) => applied.every(({ passes }) => passes(row)));
  if (absent.length === 0) return passing.filter(isGoodUnit(parts));
  const missing = absent.map(({ name }) => name).join(", ");
  const kept = `${passing.length} of ${counted(units.ids.length, "unit")} are kept`;
  warn(
    `${parts.file.nameOf(units.path)}: the units have no ${missing}, so the Allen Institute's unit filters do not apply: ${kept}.`,
  );
  const wanted = absent.filter(({ option }) => given[option] !== undefined);
  if (wanted.length > 0)
    warn(
      `${parts.file.nameOf(units.path)}: ${wanted.map(({ option }) => option).join(", ")} filter none of ${counted(units.ids.length, "unit")}, as that column is not there.`,
    );
  return passing;
}

/** Quality, and the validity and structure of the channel; a unit whose channel is not known passes these. */
function isGoodUnit({ electrodeRows, electrodes, filters, units }: FilteredUnits): (row: number) => boolean {
  const quality = filters.filterByValidity ? textColumn(units, "quality") : undefined;
  return (row) => {
    if (quality && quality[row] !== "good") return false;
    const electrode = electrodeRows[row];
    if (electrode === undefined) return true;
    if (filters.filterByValidity && !electrodes.valid[electrode]) return false;
    return !(filters.filterOutOfBrainUnits && electrodes.structures[electrode] === null);
  };
}
