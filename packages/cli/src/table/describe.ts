import { type ColumnTable, table } from "@ecephys/core/arquero";
import { columnInfo } from "@ecephys/core/columns";
import { isMissing } from "@ecephys/core/internal";

/** What a column holds, in numbers; what does not apply is null. */
interface Summary {
  readonly column: string;
  readonly unit: string | null;
  /** Values that are not missing. */
  readonly count: number;
  readonly missing: number;
  /** Different values. */
  readonly distinct: number;
  readonly mean: number | null;
  /** Sample standard deviation (n - 1). */
  readonly sd: number | null;
  readonly min: number | null;
  readonly q25: number | null;
  readonly median: number | null;
  readonly q75: number | null;
  readonly max: number | null;
}

/**
 * One row per column: how many values it has and lacks, how many different ones and, of numbers, mean, standard deviation
 * (n - 1) and quantiles (interpolated linearly), as pandas' describe gives them.
 */
export function describeTable(rows: ColumnTable): ColumnTable {
  const summaries = rows.columnNames().map((name) => summaryOf(name, valuesOf(rows, name)));
  const columns = Object.keys(summaryOf("", [])) as (keyof Summary)[];
  return table(Object.fromEntries(columns.map((key) => [key, summaries.map((summary) => summary[key])])));
}

function valuesOf(rows: ColumnTable, name: string): unknown[] {
  const get = rows.getter(name);
  return Array.from({ length: rows.numRows() }, (_, row): unknown => get(row));
}

function summaryOf(column: string, all: readonly unknown[]): Summary {
  const values = all.filter((value) => !isMissing(value));
  const numbers = values.every((value) => typeof value === "number")
    ? Float64Array.from(values as number[]).sort()
    : new Float64Array();
  const mean = meanOf(numbers);
  return {
    column,
    unit: columnInfo(column)?.unit ?? null,
    count: values.length,
    missing: all.length - values.length,
    distinct: new Set(values.map((value) => (typeof value === "object" ? JSON.stringify(value) : value)))
      .size,
    mean,
    sd: deviationOf(numbers, mean),
    min: quantile(numbers, 0),
    q25: quantile(numbers, 0.25),
    median: quantile(numbers, 0.5),
    q75: quantile(numbers, 0.75),
    max: quantile(numbers, 1),
  };
}

function meanOf(numbers: Float64Array): number | null {
  return numbers.length === 0 ? null : numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

function deviationOf(numbers: Float64Array, mean: number | null): number | null {
  if (mean === null || numbers.length < 2) return null;
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (numbers.length - 1));
}

/** Of sorted numbers, interpolated linearly between the two nearest. */
function quantile(sorted: Float64Array, share: number): number | null {
  if (sorted.length === 0) return null;
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return below === above ? below : below + (above - below) * (at - Math.floor(at));
}
