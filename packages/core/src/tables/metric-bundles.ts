import { EcephysError } from "@ecephys/files";
import { tableFromColumns } from "./build.ts";
import { GrowingColumn } from "./growing-column.ts";
import { parsePythonJson } from "./python-json.ts";
import { UNIT_ANALYSIS_METRICS } from "./schema.ts";
import type { Table } from "./table.ts";

const UNIT_ID = "ecephys_unit_id";
const P_VALUE = "p_value_rf";
const ON_SCREEN = "on_screen_rf";

/** Collects units' bundles of analysis metrics, one at a time, into the columns of one table. */
export interface MetricBundleCollector {
  /** Bundles taken so far. */
  readonly size: number;
  /**
   * Takes a unit's bundle: JSON text of an object of metrics by name, as Python's json writes it (bare NaN and
   * Infinity, note M4), or that object, or null for a unit without any.
   * @throws an EcephysError "response" that names the unit where it is something else.
   */
  add(unitId: number, data: unknown): void;
  /**
   * The table: `ecephys_unit_id`, then every metric of any unit in order of first appearance, missing where a
   * unit has none (NaN, or null in text, boolean and list columns; note M5). Types come from all values of a
   * metric: numbers as text become numbers, text stays text, lists are arrays (notes M2, M3).
   * `p_value_rf` and `on_screen_rf` are exchanged where the first holds booleans and the second numbers
   * (notes M1, L2). Without bundles: no rows and the id column alone (note M6).
   */
  table(): Table;
}

/** A collector for the bundles of one answer, of the warehouse and LIMS alike. */
export function collectMetricBundles(): MetricBundleCollector {
  const ids = new GrowingColumn();
  const metrics = new Map<string, GrowingColumn>();
  return {
    get size() {
      return ids.length;
    },
    add(unitId, data) {
      for (const [name, value] of bundleEntries(unitId, data)) {
        if (name === UNIT_ID) continue;
        const column = metrics.get(name) ?? new GrowingColumn();
        column.set(ids.length, value);
        metrics.set(name, column);
      }
      ids.set(ids.length, unitId);
    },
    table() {
      exchangeSwapped(metrics);
      const columns: [string, ArrayLike<unknown>][] = [[UNIT_ID, ids.values(ids.length)]];
      for (const [name, column] of metrics) {
        columns.push([name, column.values(ids.length)]);
      }
      return tableFromColumns(UNIT_ANALYSIS_METRICS, Object.fromEntries(columns));
    },
  };
}

function bundleEntries(unitId: number, data: unknown): [string, unknown][] {
  const bundle = typeof data === "string" ? parseBundle(unitId, data) : data;
  if (bundle === null || bundle === undefined) return [];
  if (typeof bundle === "object" && !Array.isArray(bundle)) return Object.entries(bundle);
  throw bundleError(unitId, "its data is no object of metrics by name");
}

function parseBundle(unitId: number, text: string): unknown {
  try {
    return parsePythonJson(text);
  } catch (error) {
    throw bundleError(unitId, `its data is not JSON (${(error as Error).message})`);
  }
}

function bundleError(unitId: number, reason: string): EcephysError {
  return new EcephysError("response", {
    action: "Reading analysis metrics",
    resource: `the metric bundle of unit ${unitId}`,
    reason,
    remedy: "Tell whoever keeps the data, or leave this unit out",
  });
}

function exchangeSwapped(metrics: Map<string, GrowingColumn>): void {
  const pValue = metrics.get(P_VALUE);
  const onScreen = metrics.get(ON_SCREEN);
  if (pValue?.kind !== "boolean" || onScreen?.kind !== "number") return;
  metrics.set(P_VALUE, onScreen);
  metrics.set(ON_SCREEN, pValue);
}
