import { readdir } from "node:fs/promises";
import { defineHandlers } from "../harness.ts";
import { outcomeOf, valueOutcome } from "../outcome.ts";
import { closeProject, openProject, type ProjectContext } from "../project.ts";
import { PROJECT_CALLS, projectRules } from "./project-calls.ts";

/** Sessions whose file does not exist (group missing): a failure, and none of their files is left (note C5). */
export const missingGroup = defineHandlers<ProjectContext>({
  covers: (_, group) => group === "missing",
  open: openProject,
  close: closeProject,
  calls: {
    get_session_data: async (context, entry) => {
      const outcome = await outcomeOf(() => PROJECT_CALLS.get_session_data!(context, entry));
      const left = (await readdir(context.directory)).filter((name) => name.startsWith("session_"));
      return left.length > 0 ? valueOutcome(left) : outcome;
    },
  },
  rules: projectRules,
});
