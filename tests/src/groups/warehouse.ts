import { cacheFiles, type SampleProject } from "@ecephys/fixtures";
import { defineHandlers } from "../harness.ts";
import { valueOutcome } from "../outcome.ts";
import { closeProject, openProject, type ProjectContext } from "../project.ts";
import { PROJECT_CALLS, projectRules } from "./project-calls.ts";

/** Project tables and templates, fetched from a warehouse into a cache (groups warehouse and warehouse-async). */
export const warehouseGroups = defineHandlers<ProjectContext & { readonly project: string }>({
  covers: (_, group) => group === "warehouse" || group === "warehouse-async",
  open: async (project) => ({ ...(await openProject(project)), project }),
  close: closeProject,
  calls: {
    ...PROJECT_CALLS,
    // Every file that we wrote has the content that AllenSDK wrote; CSVs have the same bytes.
    "files identical to the synchronous cache": async ({ cache, project }, entry) => {
      const theirs = cacheFiles(project as SampleProject);
      const answer = entry.answer();
      const names = answer.kind === "value" ? Object.keys(answer.value as object) : [];
      const same = await Promise.all(
        names.map(async (name) => {
          const ours = await cache.storage.read(name);
          const expected = theirs.get(name);
          return [
            name,
            ours !== undefined && expected !== undefined && Buffer.from(ours).equals(expected),
          ] as const;
        }),
      );
      return valueOutcome(Object.fromEntries(same));
    },
  },
  rules: projectRules,
});
