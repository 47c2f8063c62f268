import type { EcephysProjectCache } from "@ecephys/core";
import type { EcephysSession } from "@ecephys/nwb";
import type { RowSource } from "../rows/types.ts";

/** A value of a parameter, as JSON has it. */
export type ParameterValue = number | string | boolean | readonly number[] | readonly string[];

/** Parameters of an export, by name; those left out have their defaults. */
export type ExportParameters = Readonly<Record<string, ParameterValue>>;

/** A parameter that a kind of export takes. */
export interface ExportParameter {
  readonly name: string;
  readonly type: "number" | "integer" | "text" | "flag" | "numbers" | "ids" | "texts";
  /** What it is, and what counts where it is left out; one sentence without a full stop. */
  readonly description: string;
}

/** The tables of a project cache, whatever its sessions are opened with. */
export type ProjectTables = Pick<
  EcephysProjectCache,
  | "getSessionTable"
  | "getProbes"
  | "getChannels"
  | "getUnits"
  | "getAllSessionTypes"
  | "getUnitAnalysisMetricsBySessionType"
>;

export interface RowsOptions {
  readonly signal?: AbortSignal | undefined;
}

interface KindText {
  readonly name: string;
  /** "one row per unit and spike". */
  readonly description: string;
  readonly parameters: readonly ExportParameter[];
  /** Higher whenever the same inputs and parameters give other rows than before. */
  readonly version: number;
}

/** A table of the project: one for all sessions, with the column `ecephys_session_id`, or `id` where a row is a session. */
export interface ProjectExportKind extends KindText {
  readonly level: "project";
  /** @throws an EcephysError "argument" for parameters that the kind does not have. */
  rows(cache: ProjectTables, parameters: ExportParameters, options?: RowsOptions): Promise<RowSource>;
}

/** A table of one session, without a column of the session: its partition says which one it is of. */
export interface SessionExportKind extends KindText {
  readonly level: "session";
  /** @throws an EcephysError "argument" for parameters that the kind does not have. */
  rows(session: EcephysSession, parameters: ExportParameters, options?: RowsOptions): Promise<RowSource>;
}

/** What can be exported: its name, what its rows are, its parameters, and how they are read. */
export type ExportKind = ProjectExportKind | SessionExportKind;
