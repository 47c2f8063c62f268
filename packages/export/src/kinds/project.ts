import { argumentChecks } from "@ecephys/files";
import { tableRows } from "../rows/table-rows.ts";
import type { ExportParameters, ProjectExportKind } from "./types.ts";

function refuseParameters(kind: string, parameters: ExportParameters): void {
  argumentChecks(`Exporting ${kind}`).knownOptions(parameters, {}, "the parameters");
}

export const sessions: ProjectExportKind = {
  name: "sessions",
  level: "project",
  description: "one row per session",
  parameters: [],
  version: 1,
  async rows(cache, parameters, { signal } = {}) {
    refuseParameters("sessions", parameters);
    return tableRows(await cache.getSessionTable({ signal }));
  },
};

export const units: ProjectExportKind = {
  name: "units",
  level: "project",
  description: "one row per unit that passes the quality filters",
  parameters: [],
  version: 1,
  async rows(cache, parameters, { signal } = {}) {
    refuseParameters("units", parameters);
    return tableRows(await cache.getUnits({ signal }));
  },
};
