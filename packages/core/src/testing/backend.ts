import { expectEqual, expectThat } from "@ecephys/files/testing";
import type { ColumnTable } from "arquero";
import type { EcephysProjectApi } from "../fetch-api.ts";
import {
  CHANNELS,
  PROBES,
  SESSIONS,
  type TableSchema,
  UNIT_ANALYSIS_METRICS,
  UNITS,
} from "../tables/schema.ts";
import type { FileCall, KnownProject, TableCall } from "./known-project.ts";

/** A filter that a backend may refuse. */
export type RefusableFilter = "publishedAt" | "hasEyeTracking" | "stimulusNames";

/** The backend that a contract is checked on, and what is known of its data. */
export interface FetchApiContract {
  /** Returns the backend; always the same one. The test opens and closes it. */
  api(): EcephysProjectApi | Promise<EcephysProjectApi>;
  /** Known contents of its project. */
  readonly known: KnownProject;
  /** Filters that it refuses with an EcephysError "argument"; the others have to filter. */
  readonly refuses?: readonly RefusableFilter[] | undefined;
  /** How many requests it has sent so far, if known: invalid arguments must not send any. */
  readonly requests?: (() => number) | undefined;
  /** The contents of the known files, if available. */
  readonly contents?: Readonly<Partial<Record<FileCall, Uint8Array>>> | undefined;
}

/** The context of a check. */
export interface Backend {
  readonly api: EcephysProjectApi;
  readonly known: KnownProject & { readonly unknownId: number };
  readonly contract: FetchApiContract;
  /** Throws if the server is contacted in the meantime. */
  asksNothing(work: () => Promise<void>): Promise<void>;
}

export const SCHEMAS: Readonly<Record<TableCall, TableSchema>> = {
  getSessions: SESSIONS,
  getProbes: PROBES,
  getChannels: CHANNELS,
  getUnits: UNITS,
  getUnitAnalysisMetrics: UNIT_ANALYSIS_METRICS,
};

/** A column's values. */
export function column(table: ColumnTable, name: string): unknown[] {
  return Array.from(table.array(name) as ArrayLike<unknown>);
}

/** A column's values, each once and in order, for comparisons of which rows belong to what. */
export function distinct(table: ColumnTable, name: string): unknown[] {
  return [...new Set(column(table, name) as number[])].sort((a, b) => a - b);
}

/** Throws unless the id is the first column, and its values are unique and ascending. */
export function expectSortedIds(table: ColumnTable, schema: TableSchema): void {
  const key = schema.columns[0]?.name ?? "id";
  expectEqual(table.columnNames()[0], key, `the first column of ${schema.name}`);
  const ids = column(table, key) as number[];
  const ascend = ids.every((id, at) => at === 0 || id > (ids[at - 1] ?? id));
  expectThat(ascend, `the ids of ${schema.name} should be unique and ascending`);
}

/** Throws unless known columns match their type: numbers (NaN where missing), else values or null. */
export function expectTyped(table: ColumnTable, schema: TableSchema): void {
  const names = new Set(table.columnNames());
  for (const { name, type } of schema.columns) {
    if (!names.has(name) || type === "any") continue;
    const isNumeric = type === "integer" || type === "number";
    const js = isNumeric ? "number" : type === "text" ? "string" : type;
    for (const value of column(table, name)) {
      const fits = typeof value === js || (value === null && !isNumeric);
      expectThat(fits, `${schema.name}: column ${name} should hold ${type} values, but holds ${value}`);
    }
  }
}

/** Checks of one part of the contract, by title. */
export type Checks = Readonly<Record<string, (backend: Backend) => Promise<void>>>;
