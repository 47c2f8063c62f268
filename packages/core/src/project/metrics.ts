import type { Id } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import { SESSION_METRICS, TYPE_METRICS } from "../kinds/file-kinds.ts";
import { annotateMetrics } from "../tables/annotate.ts";
import type { Table } from "../tables/table.ts";
import type { MetricsOptions } from "./options.ts";
import { rowsWith } from "./rows.ts";
import type { ProjectTables } from "./tables.ts";

/** The project's analysis metrics: by session and by session type. */
export class ProjectMetrics {
  readonly #tables: ProjectTables;

  constructor(tables: ProjectTables) {
    this.#tables = tables;
  }

  async forSession(sessionId: Id, options: MetricsOptions): Promise<Table> {
    const metrics = await this.#tables.load(SESSION_METRICS, [sessionId], options.signal);
    return this.#annotated(metrics, options, (units) =>
      rowsWith(units, "ecephys_session_id", Number(sessionId)),
    );
  }

  async bySessionType(sessionType: string, options: MetricsOptions): Promise<Table> {
    const metrics = await this.#tables.load(TYPE_METRICS, [sessionType], options.signal);
    return this.#annotated(metrics, options, (units) => units);
  }

  async #annotated(
    metrics: Table,
    { annotate = true, ...options }: MetricsOptions,
    choose: (units: ColumnTable) => ColumnTable,
  ): Promise<Table> {
    if (!annotate) return metrics;
    return annotateMetrics(choose(await this.#tables.units(options)), metrics) as Table;
  }
}
