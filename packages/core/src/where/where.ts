import { BitSet, type ColumnTable } from "arquero";
import { compileWhere } from "./compile.ts";
import type { WhereExpression } from "./expression.ts";
import { parseExpression } from "./parse-expression.ts";

/** A condition whose text has been read, before there is a table to apply it to. */
export interface Where {
  /** What the text says, as a tree. */
  readonly expression: WhereExpression;
  /**
   * The places, among the rows as the table shows them, of those for which the condition is true (neither false
   * nor missing).
   * @throws EcephysError "argument" where it names no column of this table.
   */
  rows(table: ColumnTable): number[];
  /**
   * The table's rows for which the condition is true, in their order; groups and order are kept.
   * @throws EcephysError "argument" where it names no column of this table.
   */
  filter<T extends ColumnTable>(table: T): T;
}

/**
 * Reads a condition, as `ecephys units --where` takes it: comparisons of columns in the syntax of JavaScript.
 * The text is parsed and never run as code, so that any user may write it and a page that forbids the
 * compilation of text (CSP without `unsafe-eval`) may read it.
 * @throws EcephysError "argument" where it does not parse or holds what is not allowed: it says what to write.
 * @example
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
 * The rows of a table for which a condition in words holds: what `ecephys units --where` lets pass. Columns go by
 * their names (or `d.name`, `d["odd name"]`), texts in quotes, joined with `&&`, `||`, `!`, `? :`, `??` and
 * parentheses; `includes(["VISp", "VISl"], name)`, `startswith(name, "VIS")`, `abs`, `round`, … are functions.
 * A missing value (NaN, null) passes no comparison, nor its negation: `snr == null` asks for it.
 * Works on any Arquero table, and where expressions cannot be compiled (CSP), since nothing is run as code.
 * @returns A table of the same type, filtered; its groups and order are kept.
 * @throws EcephysError "argument" where the text does not parse, holds what is not allowed or names no column.
 * @example
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
