import type { ColumnTable } from "@ecephys/core/arquero";
import { type SuppressFlags, suppressed } from "../options/suppress-options.ts";
import type { TableFlags } from "../options/table-options.ts";
import { requireColumns } from "./columns.ts";
import type { ShownTable } from "./command-definition.ts";

/** Columns that AllenSDK knows by two names; either can be left out (note T4). */
const BOTH_NAMES = ["genotype", "full_genotype", "name", "probe_name"];

type Flags = SuppressFlags & Pick<TableFlags, "columns" | "sort" | "where">;

/**
 * A table without the columns that the flags name. Those that are left out by default are kept if some
 * columns are named (to show, filter or sort by them), but shown only if they are named.
 * @param get Returns the table without some columns; undefined stands for those that are left out by default.
 * @throws an EcephysError "argument" if they name an unknown column.
 */
export async function withoutSuppressed(
  flags: Flags,
  get: (suppress: readonly string[] | undefined) => Promise<ColumnTable>,
): Promise<ColumnTable | ShownTable> {
  if (flags.suppress !== undefined) {
    const all = await get([]);
    requireColumns(flags.suppress, [...new Set([...all.columnNames(), ...BOTH_NAMES])], "--suppress");
  }
  const suppress = suppressed(flags);
  const table = await get(suppress);
  const areNamed = [flags.columns, flags.sort, flags.where].some((names) => names !== undefined);
  if (suppress !== undefined || !areNamed) return table;
  return { table: await get([]), shown: table.columnNames() };
}
