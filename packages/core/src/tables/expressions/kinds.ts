import type { ColumnTable } from "arquero";
import { type Column, isMissing } from "../column-values.ts";
import { expressionError } from "./error.ts";
import { requireColumnOf } from "./rows-of.ts";

const KINDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  number: (value) => typeof value === "number",
  text: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  list: (value) => Array.isArray(value) || ArrayBuffer.isView(value),
};

/**
 * Checks that columns exist and contain only values of their kinds (or missing ones).
 * @throws an EcephysError "argument" that names the column and its content.
 */
export function requireKinds(table: ColumnTable, kinds: Readonly<Record<string, string>>): void {
  for (const [name, kind] of Object.entries(kinds)) {
    const asked = `withColumns({ ${name}: ${JSON.stringify(kind)} })`;
    const isOf = KINDS[kind];
    if (!isOf)
      throw expressionError(asked, "there is no such kind", `The kinds are ${Object.keys(KINDS).join(", ")}`);
    requireColumnOf(table, name, asked);
    const other = otherThan(table.column(name) as Column, (value) =>
      isMissing(value) ? (kind === "number" ? value !== null : !Object.is(value, Number.NaN)) : isOf(value),
    );
    if (other)
      throw expressionError(
        asked,
        `the column holds ${shownKind(other.value)}`,
        "Request the kind that it holds",
      );
  }
}

/** The first value that does not pass; typed arrays contain numbers and need no check. */
function otherThan(column: Column, passes: (value: unknown) => boolean): { value: unknown } | undefined {
  const values = ArrayBuffer.isView(column) && column.length > 0 ? [column.at(0)] : column;
  for (const value of values) if (!passes(value)) return { value };
  return undefined;
}

function shownKind(value: unknown): string {
  const kind = Object.keys(KINDS).find((name) => KINDS[name]!(value));
  return kind === undefined ? String(value) : `a ${kind}`;
}
