import {
  type FetchOptions,
  type FetchProgress,
  tableFromColumns,
  tableFromRecords,
  UNIT_ANALYSIS_METRICS,
} from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";
import { collectMetricBundles } from "@ecephys/core/internal";
import { collectColumns } from "./columns.ts";
import type { LimsDatabase, RowTaker } from "./database.ts";
import type { Parameter } from "./filters.ts";
import type { LimsTableQuery } from "./queries/query.ts";
import { UNIT_ANALYSIS_METRICS_QUERY } from "./queries/unit-analysis-metrics.ts";

/** Reads a table; without parameters (an empty list among the filters) it is empty and the server is not asked. */
export async function readTable(
  database: LimsDatabase,
  query: LimsTableQuery,
  parameters: readonly Parameter[] | undefined,
  { signal, onProgress }: FetchOptions,
): Promise<ColumnTable> {
  if (!parameters) return tableFromRecords(query.schema, []);
  const taker = (): RowTaker<ColumnTable> => {
    const collector = collectColumns(query.schema);
    return {
      take(batch) {
        collector.take(batch);
        onProgress?.(rowsOf(query.name, collector.rows));
      },
      result: () => tableFromColumns(query.schema, collector.columns()),
    };
  };
  return database.read(query, parameters, taker, signal);
}

/** Reads bundles of analysis metrics into one table, decoding each as it comes. */
export async function readMetrics(
  database: LimsDatabase,
  parameters: readonly Parameter[] | undefined,
  { signal, onProgress }: FetchOptions,
): Promise<ColumnTable> {
  if (!parameters) return tableFromRecords(UNIT_ANALYSIS_METRICS, []);
  const query = UNIT_ANALYSIS_METRICS_QUERY;
  const taker = (): RowTaker<ColumnTable> => {
    const collector = collectMetricBundles();
    return {
      take({ rows }) {
        for (const [unitId, data] of rows) collector.add(unitId as number, data);
        onProgress?.(rowsOf(query.name, collector.size));
      },
      result: () => collector.table(),
    };
  };
  return database.read(query, parameters, taker, signal);
}

function rowsOf(resource: string, loaded: number): FetchProgress {
  return { resource, loaded, unit: "rows" };
}
