import { argumentChecks, type OptionNames } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import { type Column, columnsOf, isMissing, plain, requireColumn, tableOf, valuesOf } from "./column.ts";
import { DictionaryColumn } from "./dictionary-column.ts";
import { gather, type Rows, rowsWhere } from "./rows.ts";
import type { Table } from "./table.ts";

/** Quality thresholds of units; `null` is no limit, but a missing value never passes a threshold (notes T7, S7). */
export interface UnitFilterOptions {
  /** Units with a smaller or equal `amplitude_cutoff` pass; 0.1 by default. */
  readonly amplitudeCutoffMaximum?: number | null | undefined;
  /** Units with a larger or equal `presence_ratio` pass; 0.95 by default. */
  readonly presenceRatioMinimum?: number | null | undefined;
  /** Units with a smaller or equal `isi_violations` pass; 0.5 by default. */
  readonly isiViolationsMaximum?: number | null | undefined;
  /** Leave out units whose channel lies in no structure; false for tables, true for sessions by default. */
  readonly filterOutOfBrainUnits?: boolean | undefined;
  /** Leave out units of other than "good" quality (in sessions also invalid channels); true by default. */
  readonly filterByValidity?: boolean | undefined;
}

/** The names of the unit filters, for what takes them among other options. */
export const UNIT_FILTER_OPTIONS: OptionNames<UnitFilterOptions> = {
  amplitudeCutoffMaximum: true,
  presenceRatioMinimum: true,
  isiViolationsMaximum: true,
  filterOutOfBrainUnits: true,
  filterByValidity: true,
};

/** Unit filters with nothing left open; no limit is ±Infinity. */
export interface UnitFilterSettings {
  readonly amplitudeCutoffMaximum: number;
  readonly presenceRatioMinimum: number;
  readonly isiViolationsMaximum: number;
  readonly filterOutOfBrainUnits: boolean;
  readonly filterByValidity: boolean;
}

const ACTION = "Filtering units";

/** What holds for the project's tables where the caller says nothing (note T6). */
export const UNIT_FILTER_DEFAULTS: UnitFilterSettings = Object.freeze({
  amplitudeCutoffMaximum: 0.1,
  presenceRatioMinimum: 0.95,
  isiViolationsMaximum: 0.5,
  filterOutOfBrainUnits: false,
  filterByValidity: true,
});

/**
 * Unit filters with defaults filled in: `undefined` is the default, `null` no limit, and 0 is 0 (note S7).
 * Which other options there may be is for the caller to check.
 * @throws an EcephysError "argument" where a threshold is NaN or no number, or a switch no boolean.
 */
export function normalizeUnitFilters(
  options: UnitFilterOptions = {},
  defaults: UnitFilterSettings = UNIT_FILTER_DEFAULTS,
): UnitFilterSettings {
  const limit = (name: keyof UnitFilterOptions, fallback: number, none: number): number => {
    const value: unknown = options[name];
    if (value === undefined) return fallback;
    if (value === null) return none;
    if (typeof value === "number" && !Number.isNaN(value)) return value;
    throw wrongOption(name, value, "a number, or null for no limit,");
  };
  const flag = (name: keyof UnitFilterOptions, fallback: boolean): boolean => {
    const value: unknown = options[name] ?? fallback;
    if (typeof value === "boolean") return value;
    throw wrongOption(name, value, "true or false");
  };
  return {
    amplitudeCutoffMaximum: limit("amplitudeCutoffMaximum", defaults.amplitudeCutoffMaximum, Infinity),
    presenceRatioMinimum: limit("presenceRatioMinimum", defaults.presenceRatioMinimum, -Infinity),
    isiViolationsMaximum: limit("isiViolationsMaximum", defaults.isiViolationsMaximum, Infinity),
    filterOutOfBrainUnits: flag("filterOutOfBrainUnits", defaults.filterOutOfBrainUnits),
    filterByValidity: flag("filterByValidity", defaults.filterByValidity),
  };
}

/**
 * The units that pass, in their order. With `filterByValidity` a `quality` column is used up: it does not come
 * back. Structures are looked at in `ecephys_structure_id`, where the table has it.
 * @throws an EcephysError "argument" for options that cannot be meant, "format" where a filtered column is
 * missing.
 */
export function filterUnits(
  units: ColumnTable,
  options: UnitFilterOptions = {},
  defaults: UnitFilterSettings = UNIT_FILTER_DEFAULTS,
): Table {
  argumentChecks(ACTION).knownOptions(options, UNIT_FILTER_OPTIONS);
  const settings = normalizeUnitFilters(options, defaults);
  const table = plain(units);
  const columns = columnsOf(table);
  const structures = settings.filterOutOfBrainUnits ? columns.get("ecephys_structure_id") : undefined;
  const rows = unitRows(table, settings).filter((row) => !structures || !isMissing(structures.at(row)));
  if (settings.filterByValidity) columns.delete("quality");
  return tableOf(new Map([...columns].map(([name, column]) => [name, gather(column, rows)])));
}

/** The rows of units that pass the thresholds and, where asked for, are of "good" quality (note T7). */
export function unitRows(units: ColumnTable, settings: UnitFilterSettings): Rows {
  const numbers = (name: string) => valuesOf(requireColumn(units, name, "units")) as ArrayLike<number>;
  const amplitudeCutoff = numbers("amplitude_cutoff");
  const presenceRatio = numbers("presence_ratio");
  const isiViolations = numbers("isi_violations");
  const hasQuality = settings.filterByValidity && units.columnNames().includes("quality");
  const isGood = hasQuality ? isText(requireColumn(units, "quality", "units"), "good") : undefined;
  return rowsWhere(
    amplitudeCutoff.length,
    (row) =>
      amplitudeCutoff[row]! <= settings.amplitudeCutoffMaximum &&
      presenceRatio[row]! >= settings.presenceRatioMinimum &&
      isiViolations[row]! <= settings.isiViolationsMaximum &&
      (isGood === undefined || isGood(row)),
  );
}

function isText(column: Column, text: string): (row: number) => boolean {
  if (column instanceof DictionaryColumn) return column.isText(text);
  const values = valuesOf(column);
  return (row) => values[row] === text;
}

function wrongOption(name: keyof UnitFilterOptions, value: unknown, expected: string) {
  const remedy = `Leave the option out for its default (${String(UNIT_FILTER_DEFAULTS[name])})`;
  return argumentChecks(ACTION).refusal(`the option ${name}`, value, expected, remedy);
}
