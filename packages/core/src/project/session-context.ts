import { type EcephysError, isEcephysError } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import { unknownId } from "../kinds/not-found.ts";
import type { SessionContext } from "../readers.ts";
import type { UnitFilterOptions } from "../tables/unit-filters.ts";
import type { CacheContext } from "./context.ts";
import type { MetricsOptions, TableOptions } from "./options.ts";
import { rowsWith } from "./rows.ts";

/** The methods of a project cache that a session reader uses, including a subclass's overrides. */
interface Project {
  getSessionTable(options: TableOptions): Promise<ColumnTable>;
  getProbes(options: TableOptions): Promise<ColumnTable>;
  getChannels(options: TableOptions): Promise<ColumnTable>;
  getUnitAnalysisMetricsForSession(sessionId: number, options: MetricsOptions): Promise<ColumnTable>;
}

/** What a session reader can look up in the project; everything is looked up on demand. */
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
    corrections: context.corrections,
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
          `${error.message} The units of session ${sessionId} are returned without analysis metrics.`,
        );
        return undefined;
      }
    },
    openLfp,
  };
}

/** Whether metrics are merely unavailable, as opposed to a broken cache ([note M7](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#m7)). */
function isUnavailable(error: unknown): error is EcephysError {
  const codes = ["missing-data", "not-found", "fetch", "response", "database"] as const;
  return codes.some((code) => isEcephysError(error, code));
}
