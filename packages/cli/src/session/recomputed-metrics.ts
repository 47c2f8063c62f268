import { availableParallelism } from "node:os";
import { type ColumnTable, table } from "@ecephys/core/arquero";
import type { EcephysSession } from "@ecephys/nwb";
import type { Runtime } from "../io.ts";
import type { MetricsFlags } from "../options/metrics-flags.ts";
import type { SessionTarget } from "../options/session-target.ts";
import { unitFilters } from "../options/unit-filter-options.ts";
import { workLine } from "../run/work-line.ts";
import type { CommonFlags } from "../table/command-definition.ts";
import { openTarget } from "./open-target.ts";
import { withWayToMetrics } from "./way-to-metrics.ts";

/** Metrics computed from a session's spikes, with the columns of its units unless they are not wanted. */
export async function recomputedMetrics(
  target: SessionTarget,
  flags: MetricsFlags & CommonFlags,
  runtime: Runtime,
): Promise<ColumnTable> {
  const { signal } = runtime;
  const opened = await openTarget(target, flags, runtime);
  const line = workLine(runtime.io.stderr, !flags.quiet);
  try {
    const session = await opened.session(unitFilters(flags));
    try {
      const metrics = await session.stimulusMetrics({
        stimuli: flags.stimulus,
        exact: flags.exact,
        workers: flags.workers ?? sensibleWorkers(await session.numUnits({ signal })),
        signal,
        onProgress: ({ stimulus, done, total }) => line.update(`Computing ${stimulus}`, done / total),
      });
      return flags.annotate ? await annotated(session, metrics, signal) : metrics;
    } catch (error) {
      throw await withWayToMetrics(error, target, session);
    } finally {
      await session.close();
    }
  } finally {
    line.close();
    await opened.close();
  }
}

/** More than this many threads wait for the file rather than compute. */
const MOST_WORKERS = 8;
/** Fewer units are computed about as soon as a thread has started. */
const UNITS_OF_WORKER = 48;

/** One thread for each core and for some tens of units. */
function sensibleWorkers(units: number): number {
  return Math.min(availableParallelism(), MOST_WORKERS, Math.floor(units / UNITS_OF_WORKER));
}

/** Released metrics among the columns of units give way to the computed ones. */
const RELEASED = /_(?:dg|sg|ns|nm|fl|rf|dm)$/;

async function annotated(
  session: EcephysSession,
  metrics: ColumnTable,
  signal: AbortSignal,
): Promise<ColumnTable> {
  const units: ColumnTable = await session.units({ signal });
  const [id, ...names] = units.columnNames((name) => !RELEASED.test(name));
  const columns = (source: ColumnTable, wanted: readonly string[]) =>
    wanted.map((name) => [name, source.array(name)] as const);
  const [, ...computed] = metrics.columnNames();
  // Both have the session's units in its order.
  return table(
    Object.fromEntries([
      ["ecephys_unit_id", units.array(id!)],
      ...columns(units, names),
      ...columns(metrics, computed),
    ]),
  );
}
