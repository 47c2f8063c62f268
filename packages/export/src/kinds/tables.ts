import type { ColumnTable } from "@ecephys/core/arquero";
import type { DescribedTable } from "@ecephys/core/columns";
import { tableOf } from "@ecephys/core/internal";
import type { EcephysSession } from "@ecephys/nwb";
import { completeRows } from "../rows/complete-rows.ts";
import { readParameters } from "./parameters.ts";
import type { SessionExportKind } from "./types.ts";

interface Definition {
  readonly name: string;
  readonly description: string;
  readonly table: DescribedTable;
  /** Undefined where the session does not have it: it is a table without rows then. */
  readonly read: (
    session: EcephysSession,
    options: { readonly signal: AbortSignal | undefined },
  ) => Promise<ColumnTable | undefined>;
}

function tableKind({ name, description, table, read }: Definition): SessionExportKind {
  return {
    name,
    level: "session",
    description,
    parameters: [],
    version: 1,
    async rows(session, parameters, { signal } = {}) {
      readParameters(name, this.parameters, parameters);
      return completeRows((await read(session, { signal })) ?? tableOf(new Map()), table);
    },
  };
}

/** The tables that a session has as they are. */
export const TABLE_KINDS: readonly SessionExportKind[] = [
  tableKind({
    name: "presentations",
    description: "one row per stimulus presentation: its times and the parameters of the stimulus",
    table: "presentations",
    read: (session, options) => session.stimulusPresentations(options),
  }),
  tableKind({
    name: "conditions",
    description: "one row per combination of stimulus and parameters",
    table: "conditions",
    read: (session, options) => session.stimulusConditions(options),
  }),
  tableKind({
    name: "running",
    description: "one row per interval of running: its speed",
    table: "running",
    read: (session, options) => session.runningSpeed({ ...options, includeRotation: true }),
  }),
  tableKind({
    name: "pupil",
    description: "one row per frame of eye tracking; none for a session without",
    table: "pupil",
    read: (session, options) => session.getPupilData(options),
  }),
];
