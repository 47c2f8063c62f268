import type { ColumnTable } from "@ecephys/core/arquero";
import { wrap } from "../output/wrap.ts";

/** Columns and what they are, each with its meaning on lines of its own. */
export function columnsText(rows: ColumnTable, width: number): string {
  const described = rows.objects() as {
    column: string;
    type: string;
    unit: string | null;
    meaning: string;
  }[];
  return described
    .map(({ column, meaning, type, unit }) => {
      const head = `${column}  (${unit === null ? type : `${type}, ${unit}`})`;
      return `${head}\n${wrap(meaning, width - 4).replace(/^/gm, "    ")}\n`;
    })
    .join("");
}
