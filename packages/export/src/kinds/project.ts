import type { UnitFilterOptions } from "@ecephys/core";
import type { ColumnTable } from "@ecephys/core/arquero";
import { keepRows } from "@ecephys/core/internal";
import { describedRows } from "../rows/table-rows.ts";
import { metricsOfAllTypes } from "./metrics.ts";
import { type ReadParameters, readParameters } from "./parameters.ts";
import type { ExportParameter, ProjectExportKind, ProjectTables } from "./types.ts";

const SESSIONS: ExportParameter = {
  name: "sessions",
  type: "ids",
  description: "the sessions whose rows are taken; all by default",
};

const UNIT_FILTERS: readonly ExportParameter[] = [
  {
    name: "amplitudeCutoffMaximum",
    type: "number",
    description: "largest amplitude_cutoff of a unit; 0.1 by default",
  },
  {
    name: "presenceRatioMinimum",
    type: "number",
    description: "smallest presence_ratio of a unit; 0.95 by default",
  },
  {
    name: "isiViolationsMaximum",
    type: "number",
    description: "largest isi_violations of a unit; 0.5 by default",
  },
  {
    name: "filterOutOfBrainUnits",
    type: "flag",
    description: "whether units whose channel is in no structure are left out; they are kept by default",
  },
  {
    name: "filterByValidity",
    type: "flag",
    description: "whether units whose quality is not good are left out, as by default",
  },
];

interface Reading {
  readonly parameters: ReadParameters;
  readonly filters: UnitFilterOptions;
  readonly signal: AbortSignal | undefined;
}

interface Definition {
  readonly name: "sessions" | "probes" | "channels" | "units" | "metrics";
  readonly description: string;
  readonly filtersUnits?: boolean;
  /** The column that says which session a row is of. */
  readonly session: string;
  readonly read: (cache: ProjectTables, reading: Reading) => Promise<ColumnTable>;
}

function projectKind({ name, description, filtersUnits, session, read }: Definition): ProjectExportKind {
  const parameters = filtersUnits ? [SESSIONS, ...UNIT_FILTERS] : [SESSIONS];
  return {
    name,
    level: "project",
    description,
    parameters,
    version: 1,
    async rows(cache, given, { signal } = {}) {
      const own = readParameters(name, parameters, given);
      const filters = filtersUnits ? unitFilters(own) : {};
      const table = await read(cache, { parameters: own, filters, signal });
      return describedRows(ofSessions(table, session, own.ids("sessions")), name);
    },
  };
}

function unitFilters(parameters: ReadParameters): UnitFilterOptions {
  return {
    amplitudeCutoffMaximum: parameters.number("amplitudeCutoffMaximum"),
    presenceRatioMinimum: parameters.number("presenceRatioMinimum"),
    isiViolationsMaximum: parameters.number("isiViolationsMaximum"),
    filterOutOfBrainUnits: parameters.flag("filterOutOfBrainUnits"),
    filterByValidity: parameters.flag("filterByValidity"),
  };
}

function ofSessions(table: ColumnTable, column: string, ids: readonly number[] | undefined): ColumnTable {
  if (ids === undefined) return table;
  const wanted = new Set(ids);
  const of = table.array(column);
  return keepRows(table, (row) => wanted.has(of[row] as number));
}

/** The tables of the project, one file each. */
export const PROJECT_KINDS: readonly ProjectExportKind[] = [
  projectKind({
    name: "sessions",
    description: "one row per session",
    session: "id",
    read: (cache, { signal }) => cache.getSessionTable({ signal }),
  }),
  projectKind({
    name: "probes",
    description: "one row per probe",
    session: "ecephys_session_id",
    read: (cache, { signal }) => cache.getProbes({ signal }),
  }),
  projectKind({
    name: "channels",
    description: "one row per channel",
    session: "ecephys_session_id",
    read: (cache, { signal }) => cache.getChannels({ signal }),
  }),
  projectKind({
    name: "units",
    description: "one row per unit that passes the quality filters",
    session: "ecephys_session_id",
    filtersUnits: true,
    read: (cache, { filters, signal }) => cache.getUnits({ ...filters, signal }),
  }),
  projectKind({
    name: "metrics",
    description:
      "one row per unit that passes the quality filters: its responses to the stimuli, and the columns of units",
    session: "ecephys_session_id",
    filtersUnits: true,
    read: (cache, { filters, signal }) => metricsOfAllTypes(cache, { ...filters, signal }),
  }),
];
