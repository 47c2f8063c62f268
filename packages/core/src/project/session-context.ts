import { type EcephysError, isEcephysError } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import { unknownId } from "../kinds/not-found.ts";
import type { SessionContext } from "../readers.ts";
import type { UnitFilterOptions } from "../tables/unit-filters.ts";
import type { CacheContext } from "./context.ts";
import type { MetricsOptions, TableOptions } from "./options.ts";
import { rowsWith } from "./rows.ts";

/** The methods of a project cache that a session reader's questions lead to; a subclass's own count. */
interface Project {
  getSessionTable(options: TableOptions): Promise<ColumnTable>;
  getProbes(options: TableOptions): Promise<ColumnTable>;
  getChannels(options: TableOptions): Promise<ColumnTable>;
  getUnitAnalysisMetricsForSession(sessionId: number, options: MetricsOptions): Promise<ColumnTable>;
}

/** What a session reader may ask of the project; everything is looked up when it is asked for. */
export function sessionContext(
  context: CacheContext,
  tables: Project,
  openLfp: SessionContext["openLfp"],
  sessionId: number,
  filters: UnitFilterOptions,
): SessionContext {
  const everything = { suppress: [] };
  return {
    sessionId,
    filters,
    warn: context.warn,
    session: async (options) => {
      const sessions = await tables.getSessionTable({ ...options, ...everything });
      const row = [...sessions.array("id")].indexOf(sessionId);
      if (row === -1) throw unknownId("session", sessionId, sessions.numRows());
      return { ...sessions.object(row) };
    },
    channels: async (options) => {
      const channels = await tables.getChannels({ ...options, ...everything });
      return rowsWith(channels, "ecephys_session_id", sessionId);
    },
    probes: async (options) => {
      const probes = await tables.getProbes({ ...options, ...everything });
      return rowsWith(probes, "ecephys_session_id", sessionId);
    },
    unitAnalysisMetrics: async (options) => {
      try {
        return await tables.getUnitAnalysisMetricsForSession(sessionId, { ...options, annotate: false });
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        context.warn(
          `${error.message} The units of session ${sessionId} come without their analysis metrics.`,
        );
        return undefined;
      }
    },
    openLfp,
  };
}

/** Whether metrics are just not to be had, in contrast to a cache that is out of order (note M7). */
function isUnavailable(error: unknown): error is EcephysError {
  const codes = ["missing-data", "not-found", "fetch", "response", "database"] as const;
  return codes.some((code) => isEcephysError(error, code));
}
