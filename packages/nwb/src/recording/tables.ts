import { type ColumnTable, table } from "@ecephys/core/arquero";
import { argumentChecks, EcephysError, type Names } from "@ecephys/files";
import { nearest } from "@ecephys/files/internal";
import type { NwbFile } from "../file/nwb-file.ts";
import { withoutLarge } from "../file/table/large-columns.ts";
import { type PlannedColumn, planTable, type TablePlan } from "../file/table/plan.ts";
import { type NwbColumn, readColumns } from "../file/table/read.ts";
import { warnOfSharedIds } from "../file/warnings.ts";
import type { SignalOptions } from "../options.ts";

/** Which columns of a table are read. */
export interface TableOptions extends SignalOptions {
  /**
   * Names of columns, in this order; by default all but `spike_times`, and but lists that hold more than 8 million
   * values in all, which a warning names.
   */
  readonly columns?: Names | undefined;
}

/** A table with its columns as they are in the file. */
export interface ReadTable {
  readonly plan: TablePlan;
  readonly columns: readonly NwbColumn[];
}

/**
 * Reads a table of the file.
 * @throws an EcephysError "not-found" for a column that it does not have.
 */
export async function readTable(
  file: NwbFile,
  path: string,
  action: string,
  { columns: names, signal }: TableOptions = {},
): Promise<ReadTable> {
  const wanted = argumentChecks(action).names("columns", names);
  const plan = await planTable(file, path, action, {
    wants: (name) => (wanted ? wanted.includes(name) : name !== "spike_times"),
    signal,
  });
  warnOfSharedIds(file.warnings, path, plan.ids);
  const chosen = wanted
    ? await Promise.all(wanted.map((name) => requireColumn(file, plan, name, action)))
    : withoutLarge(file, plan, (name) => `Read them by name: { columns: ["${name}"] }.`);
  return { plan, columns: await readColumns(file, plan, chosen, action) };
}

async function requireColumn(
  file: NwbFile,
  { columns, path }: TablePlan,
  name: string,
  action: string,
): Promise<PlannedColumn> {
  const found = columns.find((column) => column.name === name);
  if (found) return found;
  const { children = [] } = (await file.group(path)) ?? {};
  const meant = nearest(name, children);
  throw new EcephysError("not-found", {
    action,
    resource: file.nameOf(path),
    reason: children.includes(name)
      ? `its column "${name}" cannot be read, as a warning says`
      : `it has no column "${name}"`,
    remedy: meant === undefined || meant === name ? "columns() says what it has" : `Did you mean ${meant}?`,
  });
}

/** The table with `id` first. */
export function arqueroTable({ plan, columns }: ReadTable): ColumnTable {
  const cells = columns.map(({ name, values }) => [name, values] as const);
  return table(Object.fromEntries([["id", plan.ids], ...cells]));
}

/** What is known of a table's columns: one row for each. */
export function columnsTable({ columns }: ReadTable): ColumnTable {
  return table({
    name: columns.map(({ name }) => name),
    kind: columns.map(({ kind }) => kind),
    shape: columns.map(({ shape }) => shape),
    each: columns.map(({ each }) => (each.length > 0 ? each : null)),
    table: columns.map((column) => column.table ?? null),
    description: columns.map(({ description }) => description ?? null),
  });
}
