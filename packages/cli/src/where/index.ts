import type { ColumnTable } from "arquero";
import { compileWhere } from "./compile.ts";
import { parseWhere } from "./parse.ts";

/** A filter whose text has been read, before there is a table to apply it to. */
export interface Where {
  /**
   * The numbers of the rows for which the expression is true (neither false nor missing).
   * @throws EcephysError "argument" where it names no column of this table.
   */
  rows(table: ColumnTable): number[];
}

/**
 * Reads a `--where`.
 * @throws EcephysError "argument" where it does not parse or holds what is not allowed.
 */
export function readWhere(source: string): Where {
  const expression = parseWhere(source);
  return {
    rows(table) {
      const value = compileWhere(expression, table, source);
      const rows: number[] = [];
      for (let row = 0; row < table.numRows(); row++) if (value(row)) rows.push(row);
      return rows;
    },
  };
}
