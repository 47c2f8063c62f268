import { argumentChecks, type OptionNames } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import {
  type Column,
  isMissing,
  plain,
  requireColumn,
  storedColumnsOf,
  tableOf,
  valuesOf,
} from "./column.ts";
import { DictionaryColumn } from "./dictionary-column.ts";
import { gather } from "./gathered.ts";
import { blocksOf, type Rows } from "./rows.ts";
import type { Table } from "./table.ts";

/** Quality thresholds of units; `null` means no limit, but a missing value never passes a threshold ([note T7](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t7), [note S7](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#s7)). */
export interface UnitFilterOptions {
  /** Maximum `amplitude_cutoff`, inclusive; 0.1 by default. */
  readonly amplitudeCutoffMaximum?: number | null | undefined;
  /** Minimum `presence_ratio`, inclusive; 0.95 by default. */
  readonly presenceRatioMinimum?: number | null | undefined;
  /** Maximum `isi_violations`, inclusive; 0.5 by default. */
  readonly isiViolationsMaximum?: number | null | undefined;
  /** Leave out units whose channel is outside the brain (in no structure); by default false for tables, true for sessions. */
  readonly filterOutOfBrainUnits?: boolean | undefined;
  /** Leave out units whose quality is not "good" (and, in sessions, invalid channels); true by default. */
  readonly filterByValidity?: boolean | undefined;
}

/** The names of the unit filters, for functions that take them among other options. */
export const UNIT_FILTER_OPTIONS: OptionNames<UnitFilterOptions> = {
  amplitudeCutoffMaximum: true,
  presenceRatioMinimum: true,
  isiViolationsMaximum: true,
  filterOutOfBrainUnits: true,
  filterByValidity: true,
};

/** The options that leave out no unit. */
export const NO_UNIT_FILTERS = {
  amplitudeCutoffMaximum: null,
  presenceRatioMinimum: null,
  isiViolationsMaximum: null,
  filterOutOfBrainUnits: false,
  filterByValidity: false,
} satisfies UnitFilterOptions;

/** Complete unit filters; no limit is ±Infinity. */
export interface UnitFilterSettings {
  readonly amplitudeCutoffMaximum: number;
  readonly presenceRatioMinimum: number;
  readonly isiViolationsMaximum: number;
  readonly filterOutOfBrainUnits: boolean;
  readonly filterByValidity: boolean;
}

const ACTION = "Filtering units";

/** Defaults for the project's tables ([note T6](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t6)). */
export const UNIT_FILTER_DEFAULTS: UnitFilterSettings = Object.freeze({
  amplitudeCutoffMaximum: 0.1,
  presenceRatioMinimum: 0.95,
  isiViolationsMaximum: 0.5,
  filterOutOfBrainUnits: false,
  filterByValidity: true,
});

/**
 * Unit filters with defaults filled in: `undefined` is the default, `null` is no limit, and 0 is a threshold of
 * 0 ([note S7](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#s7)). Other options are checked
 * by the caller.
 * @throws an EcephysError "argument" if a threshold is not a number, or a flag is not a boolean.
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
 * The units that pass, in their order. With `filterByValidity` the `quality` column is dropped. Structures are
 * read from `ecephys_structure_id`, if the table has it.
 * @throws an EcephysError "argument" for invalid options, "format" if a filtered column is missing.
 */
export function filterUnits(
  units: ColumnTable,
  options: UnitFilterOptions = {},
  defaults: UnitFilterSettings = UNIT_FILTER_DEFAULTS,
): Table {
  argumentChecks(ACTION).knownOptions(options, UNIT_FILTER_OPTIONS);
  const settings = normalizeUnitFilters(options, defaults);
  const table = plain(units);
  const columns = storedColumnsOf(table);
  const structures = settings.filterOutOfBrainUnits ? columns.get("ecephys_structure_id") : undefined;
  const rows = unitRows(table, settings).filter((row) => !structures || !isMissing(structures.at(row)));
  if (settings.filterByValidity) columns.delete("quality");
  return tableOf(new Map([...columns].map(([name, column]) => [name, gather(column, rows)])));
}

/** The rows of units that pass the thresholds and, if requested, are of "good" quality ([note T7](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#t7)). */
export function unitRows(units: ColumnTable, settings: UnitFilterSettings): Rows {
  const numbers = (name: string) => valuesOf(requireColumn(units, name, "units")) as ArrayLike<number>;
  const amplitudeCutoff = numbers("amplitude_cutoff");
  const presenceRatio = numbers("presence_ratio");
  const isiViolations = numbers("isi_violations");
  const hasQuality = settings.filterByValidity && units.columnNames().includes("quality");
  const quality = hasQuality ? valuesEqual(requireColumn(units, "quality", "units"), "good") : undefined;
  const { amplitudeCutoffMaximum, presenceRatioMinimum, isiViolationsMaximum } = settings;
  const columns = [amplitudeCutoff, presenceRatio, isiViolations] as const;
  const limits = [amplitudeCutoffMaximum, presenceRatioMinimum, isiViolationsMaximum] as const;
  const test: UnitTest = [columns, limits, quality];
  const rows = new Int32Array(amplitudeCutoff.length);
  let found = 0;
  for (const [from, to] of blocksOf(rows.length)) found = addPassing(test, from, to, rows, found);
  return rows.subarray(0, found);
}

/** Amplitude cutoffs, presence ratios and ISI violations of units, their limits, and what else has to be equal. */
type UnitTest = readonly [
  columns: readonly [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>],
  limits: readonly [most: number, least: number, most: number],
  quality: readonly [values: ArrayLike<unknown>, value: unknown] | undefined,
];

/**
 * Adds the rows of a block that pass to the `found` ones. Takes lists, neither objects nor functions: others in the next
 * call would be compiled anew.
 * @returns how many there are then.
 */
function addPassing(test: UnitTest, from: number, to: number, rows: Rows, found: number): number {
  const [columns, limits, quality] = test;
  const [amplitudeCutoff, presenceRatio, isiViolations] = columns;
  const [amplitudeCutoffMaximum, presenceRatioMinimum, isiViolationsMaximum] = limits;
  const [values, value] = quality ?? [];
  let count = found;
  for (let row = from; row < to; row += 1) {
    if (values !== undefined && values[row] !== value) continue;
    if (!(amplitudeCutoff[row]! <= amplitudeCutoffMaximum)) continue;
    if (!(presenceRatio[row]! >= presenceRatioMinimum)) continue;
    if (isiViolations[row]! <= isiViolationsMaximum) rows[count++] = row;
  }
  return count;
}

/** Something for each row that is equal to a value where the row holds a text. */
function valuesEqual(column: Column, text: string): NonNullable<UnitTest[2]> {
  return column instanceof DictionaryColumn ? column.codesOf(text) : [valuesOf(column), text];
}

function wrongOption(name: keyof UnitFilterOptions, value: unknown, expected: string) {
  const remedy = `Leave the option out for its default (${String(UNIT_FILTER_DEFAULTS[name])})`;
  return argumentChecks(ACTION).refusal(`the option ${name}`, value, expected, remedy);
}
