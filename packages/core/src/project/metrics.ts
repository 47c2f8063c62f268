import type { Id } from "@ecephys/files";
import { isEcephysError } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import { SESSION_ANALYSIS_METRICS_KEY, TYPEWISE_ANALYSIS_METRICS_KEY } from "../manifest/keys.ts";
import { annotateMetrics } from "../tables/annotate.ts";
import { UNIT_ANALYSIS_METRICS } from "../tables/schema.ts";
import type { Table } from "../tables/table.ts";
import { asked } from "./arguments.ts";
import type { CacheContext } from "./context.ts";
import { unknownId, unknownSessionType } from "./not-found.ts";
import type { MetricsOptions } from "./options.ts";
import { rowsWith } from "./rows.ts";
import type { TableFile } from "./table-file.ts";
import type { ProjectTables } from "./tables.ts";

/** The project's analysis metrics: by session and by session type. */
export class ProjectMetrics {
  readonly #context: CacheContext;
  readonly #tables: ProjectTables;

  constructor(context: CacheContext, tables: ProjectTables) {
    this.#context = context;
    this.#tables = tables;
  }

  async forSession(id: Id, options: MetricsOptions): Promise<Table> {
    const sessionId = asked.id("a session id", id);
    const metrics = await this.#tables.load(this.sessionFile(sessionId), options.signal);
    return this.#annotated(metrics, options, (units) => rowsWith(units, "ecephys_session_id", sessionId));
  }

  async bySessionType(sessionType: string, options: MetricsOptions): Promise<Table> {
    const metrics = await this.#tables.load(this.typeFile(sessionType), options.signal);
    return this.#annotated(metrics, options, (units) => units);
  }

  /** Where a session's metrics are kept, and how they are fetched. */
  sessionFile(id: Id): TableFile {
    const sessionId = asked.id("a session id", id);
    const { api, manifest } = this.#context;
    return {
      path: manifest.path(SESSION_ANALYSIS_METRICS_KEY, sessionId, sessionId),
      schema: UNIT_ANALYSIS_METRICS,
      resource: `the unit analysis metrics of session ${sessionId}`,
      fetch: async (fetchOptions) => {
        const known = await this.#known("id", fetchOptions.signal);
        if (known && !known.includes(sessionId)) throw unknownId("session", sessionId, known.length);
        return api.getUnitAnalysisMetrics({ ...fetchOptions, sessionIds: [sessionId] });
      },
    };
  }

  /** The same of a session type. */
  typeFile(type: string): TableFile {
    const sessionType = asked.text("a session type", type);
    const { api, manifest } = this.#context;
    return {
      path: manifest.path(TYPEWISE_ANALYSIS_METRICS_KEY, sessionType),
      schema: UNIT_ANALYSIS_METRICS,
      resource: `the unit analysis metrics of ${sessionType}`,
      fetch: async (fetchOptions) => {
        const known = await this.#known("session_type", fetchOptions.signal);
        if (known && !known.includes(sessionType)) throw unknownSessionType(sessionType, known);
        return api.getUnitAnalysisMetrics({ ...fetchOptions, sessionTypes: [sessionType] });
      },
    };
  }

  async #annotated(
    metrics: Table,
    { annotate = true, ...options }: MetricsOptions,
    choose: (units: ColumnTable) => ColumnTable,
  ): Promise<Table> {
    if (!annotate) return metrics;
    return annotateMetrics(choose(await this.#tables.units(options)), metrics) as Table;
  }

  /** A column of the sessions; undefined where there is no telling (an offline cache without sessions). */
  async #known(
    column: "id" | "session_type",
    signal: AbortSignal | undefined,
  ): Promise<unknown[] | undefined> {
    try {
      return [...(await this.#tables.rawSessions({ signal })).array(column)];
    } catch (error) {
      if (isEcephysError(error, "missing-data")) return undefined;
      throw error;
    }
  }
}
