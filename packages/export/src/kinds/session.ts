import { argumentChecks } from "@ecephys/files";
import { tableRows } from "../rows/table-rows.ts";
import type { SessionExportKind } from "./types.ts";

export const presentations: SessionExportKind = {
  name: "presentations",
  level: "session",
  description: "one row per stimulus presentation",
  parameters: [],
  version: 1,
  async rows(session, parameters, { signal } = {}) {
    argumentChecks("Exporting presentations").knownOptions(parameters, {}, "the parameters");
    return tableRows(await session.stimulusPresentations({ signal }));
  },
};
