import type { ColumnTable } from "@ecephys/core/arquero";
import { EcephysError } from "@ecephys/files";
import type { EcephysSession } from "@ecephys/nwb";
import type { ShownTable } from "../table/command-definition.ts";
import type { SessionFlags } from "./flags.ts";

/** What a view of a session is given. */
export interface ViewCall {
  readonly flags: SessionFlags;
  readonly signal: AbortSignal;
  readonly warn: (message: string) => void;
}

/** Makes the table of a view. */
export type View = (session: EcephysSession, call: ViewCall) => Promise<ColumnTable | ShownTable>;

/** As many values as a table holds in memory without trouble. */
const MOST_ROWS = 2 ** 26;

/** @throws an EcephysError "argument" for tables that would not fit in memory. */
export function requireRows(rows: number, resource: string, remedy: string): void {
  if (rows <= MOST_ROWS) return;
  throw new EcephysError("argument", {
    action: "Making a table",
    resource,
    reason: `it would have about ${rows.toLocaleString("en")} rows, too many for memory`,
    remedy,
  });
}
