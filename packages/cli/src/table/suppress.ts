import type { ColumnTable } from "arquero";
import { type SuppressFlags, suppressed } from "../options/suppress-options.ts";
import { requireColumns } from "./columns.ts";

/** Columns that go by two names; both can be left out (note T4). */
const BOTH_NAMES = ["genotype", "full_genotype", "name", "probe_name"];

/**
 * A table without the columns that the flags name.
 * @param get Gives the table without some columns; undefined stands for those that are left out by default.
 * @throws an EcephysError "argument" where they name no column.
 */
export async function withoutSuppressed(
  flags: SuppressFlags,
  get: (suppress: readonly string[] | undefined) => Promise<ColumnTable>,
): Promise<ColumnTable> {
  if (flags.suppress !== undefined) {
    const all = await get([]);
    requireColumns(flags.suppress, [...new Set([...all.columnNames(), ...BOTH_NAMES])], "--suppress");
  }
  return get(suppressed(flags));
}
