import { EcephysError } from "@ecephys/files";
import { tableFromColumns } from "./build.ts";
import { GrowingColumn } from "./growing-column.ts";
import { parsePythonJson } from "./python-json.ts";
import { UNIT_ANALYSIS_METRICS } from "./schema.ts";
import type { Table } from "./table.ts";

const UNIT_ID = "ecephys_unit_id";
const P_VALUE = "p_value_rf";
const ON_SCREEN = "on_screen_rf";

/** Collects units' analysis metrics, one bundle at a time, into the columns of one table. */
export interface MetricBundleCollector {
  /** Bundles taken so far. */
  readonly size: number;
  /**
   * Takes a unit's bundle: JSON text of an object of metrics by name, as Python's json writes it (bare NaN and
   * Infinity, [note M4](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#m4)), or that object,
   * or null for a unit without metrics.
   * @throws an EcephysError "response" that names the unit, if it is anything else.
   */
  add(unitId: number, data: unknown): void;
  /**
   * The table: `ecephys_unit_id`, then every metric of any unit in order of first appearance, missing if a unit
   * has none (NaN, or null in text, boolean and list columns;
   * [note M5](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#m5)). Types come from all values of a
   * metric: numbers as text become numbers, text stays text, lists are arrays
   * ([note M2](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#m2),
   * [note M3](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#m3)). `p_value_rf` and `on_screen_rf`
   * are swapped back if the first contains booleans and the second numbers
   * ([note M1](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#m1),
   * [note L2](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#l2)). Without bundles: no rows and the
   * id column alone ([note M6](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#m6)).
   */
  table(): Table;
}

/** A collector for the bundles of one response, for both the warehouse and LIMS. */
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
  throw bundleError(unitId, "its data is not an object of metrics by name");
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
    remedy: "Report it to whoever maintains the data, or exclude this unit",
  });
}

function exchangeSwapped(metrics: Map<string, GrowingColumn>): void {
  const pValue = metrics.get(P_VALUE);
  const onScreen = metrics.get(ON_SCREEN);
  if (pValue?.kind !== "boolean" || onScreen?.kind !== "number") return;
  metrics.set(P_VALUE, onScreen);
  metrics.set(ON_SCREEN, pValue);
}
