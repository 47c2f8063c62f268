import type { ColumnTable } from "@ecephys/core/arquero";
import { argumentChecks, type OptionNames } from "@ecephys/files";
import type { EcephysSession } from "@ecephys/nwb";
import type { ExportParameter, ExportParameters, SessionExportKind } from "../kinds/types.ts";
import { tableRows } from "../rows/table-rows.ts";
import type { RowSource } from "../rows/types.ts";

/** A task of one's own, for `defineTask`. */
export interface OwnTask {
  /** The name of its table in the dataset: letters, digits, "-" and "_". */
  readonly name: string;
  /** A whole number from 1 on, higher whenever the same session gives other rows than before: then its files are made anew. */
  readonly version: number;
  /** What its rows are: "one row per unit". */
  readonly description?: string | undefined;
  /** The parameters that `run` takes; others are refused when a plan is made. None by default. */
  readonly parameters?: readonly ExportParameter[] | undefined;
  /** Makes a session's rows: a table, or a row source where they are too many to hold at once. */
  readonly run: (
    session: EcephysSession,
    parameters: ExportParameters,
    options: { readonly signal: AbortSignal },
  ) => Promise<ColumnTable | RowSource> | ColumnTable | RowSource;
}

const OWN_TASK: OptionNames<OwnTask> = {
  name: true,
  version: true,
  description: true,
  parameters: true,
  run: true,
};

/**
 * A task of one's own: what it computes of a session is planned, sharded, queued and written like the built-in kinds of
 * export. Give it to `planExport`, `runTasks`, `runWorker` or `exportSessions` as one of their `tasks`, or export it from a
 * module and name that in the command: `ecephys export rates --module ./rates.mjs …`.
 * @throws an EcephysError "argument" for a name that cannot be a directory's, and for unknown options.
 * @example
 * import { defineTask } from "@ecephys/export/tasks";
 *
 * export const rates = defineTask({
 *   name: "rates",
 *   version: 1,
 *   description: "one row per unit",
 *   run: async (session) => (await session.units()).select("unit_id", "firing_rate"),
 * });
 */
export function defineTask(task: OwnTask): SessionExportKind {
  const checks = argumentChecks("Calling defineTask");
  checks.knownOptions(task, OWN_TASK, "the task");
  const { description = "", name, parameters = [], run, version } = task;
  if (typeof name !== "string" || !TABLE_NAME.test(name))
    throw checks.refusal("name", name, "a name of letters, digits, - and _");
  checks.count("version", version);
  if (typeof run !== "function") throw checks.refusal("run", run, "a function");
  return {
    name,
    level: "session",
    description,
    parameters,
    version,
    async rows(session, given, { signal = new AbortController().signal } = {}) {
      const made = await run(session, given, { signal });
      return isRowSource(made) ? made : tableRows(made);
    },
  };
}

/** Names that can be a directory's on every system, and a column's of a path. */
export const TABLE_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

function isRowSource(made: ColumnTable | RowSource): made is RowSource {
  return typeof (made as Partial<RowSource>).blocks === "function";
}
