import { BitSet, type ColumnTable } from "arquero";
import { compileWhere } from "./compile.ts";
import type { WhereExpression } from "./expression.ts";
import { parseExpression } from "./parse-expression.ts";

/** A parsed condition, which can be applied to any table. */
export interface Where {
  /** The parsed condition as a tree. */
  readonly expression: WhereExpression;
  /**
   * The positions, in the displayed order, of the rows for which the condition is true (neither false nor
   * missing).
   * @throws EcephysError "argument" if it names a column that this table does not have.
   */
  rows(table: ColumnTable): number[];
  /**
   * The table's rows for which the condition is true, in their order; groups and order are kept.
   * @throws EcephysError "argument" if it names a column that this table does not have.
   */
  filter<T extends ColumnTable>(table: T): T;
}

/**
 * Reads a condition, as `ecephys units --where` takes it: comparisons of columns in the syntax of JavaScript.
 * The text is parsed and never run as code, so it is safe to accept from any user and works on pages whose CSP
 * forbids `unsafe-eval`.
 * @throws EcephysError "argument" if it cannot be parsed or contains anything that is not allowed, with what to
 * write instead.
 * @example
 * import { parseWhere } from "@ecephys/core";
 *
 * const good = parseWhere("snr > 2 && isi_violations < 0.1");
 * good.filter(await cache.getUnits()).numRows();
 */
export function parseWhere(source: string): Where {
  const expression = parseExpression(source);
  const rows = (table: ColumnTable): number[] => {
    const value = compileWhere(expression, table, source);
    const found: number[] = [];
    for (let row = 0; row < table.numRows(); row++) if (value(row)) found.push(row);
    return found;
  };
  return { expression, rows, filter: (table) => withRows(table, rows(table)) };
}

/**
 * The rows of a table for which a condition, given as text, is true, as in `ecephys units --where`. Columns are
 * written as their names (or `d.name`, `d["odd name"]`), text in quotes, combined with `&&`, `||`, `!`, `? :`,
 * `??` and parentheses; `includes(["VISp", "VISl"], name)`, `startswith(name, "VIS")`, `abs`, `round`, … are
 * functions. A missing value (NaN, null) passes neither a comparison nor its negation: `snr == null` finds
 * missing values. Works on any Arquero table, and where expressions cannot be compiled (CSP), since nothing is
 * run as code.
 * @returns A table of the same type, filtered; its groups and order are kept.
 * @throws EcephysError "argument" if the text cannot be parsed, contains anything that is not allowed, or names
 * an unknown column.
 * @example
 * import { where } from "@ecephys/core";
 *
 * const units = await cache.getUnits();
 * where(units, 'snr > 2 && ecephys_structure_acronym == "VISp"').numRows();
 */
export function where<T extends ColumnTable>(table: T, source: string): T {
  return parseWhere(source).filter(table);
}

function withRows<T extends ColumnTable>(table: T, places: readonly number[]): T {
  const kept = new BitSet(table.totalRows());
  const isShown = table.isFiltered() || table.isOrdered();
  const indices = isShown ? table.indices() : undefined;
  for (const place of places) kept.set(indices ? indices[place]! : place);
  return table.create({ filter: kept });
}
