import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fixed } from "@ecephys/fetch-fixed";
import { type GoldenEntry, type SampleProject, writeCacheDirectory } from "@ecephys/fixtures";
import { defineHandlers } from "../harness.ts";
import { tableOutcome, valueOutcome } from "../outcome.ts";
import { openCache, type TestCache, temporaryDirectory } from "../project.ts";
import { PROJECT_CALLS, projectRules } from "./project-calls.ts";

interface Context {
  readonly scratch: string;
  readonly full: TestCache;
  readonly empty: TestCache;
}

/** A cache that never fetches, in AllenSDK's directory and in an empty one (group fixed). */
export const fixedGroup = defineHandlers<Context>({
  covers: (_, group) => group === "fixed",
  open: async (project) => {
    const scratch = await temporaryDirectory();
    writeCacheDirectory(project as SampleProject, join(scratch, "full"));
    return {
      scratch,
      full: await openCache(fixed(), join(scratch, "full")),
      empty: await openCache(fixed(), join(scratch, "empty")),
    };
  },
  close: ({ scratch }) => rm(scratch, { recursive: true, force: true }),
  calls: {
    ...Object.fromEntries(
      Object.entries(PROJECT_CALLS).map(([method, call]) => [
        method,
        (context: Context, entry: GoldenEntry) => call({ cache: cacheOf(context, entry) }, entry),
      ]),
    ),
    fixed: async ({ full, empty, scratch }, { tag }) => {
      if (tag === "full") return tableOutcome(await full.getSessionTable());
      return valueOutcome([empty.storage.location === join(scratch, "empty")]);
    },
    "files that fixed() left in the empty directory": async ({ scratch }) =>
      valueOutcome(await readdir(join(scratch, "empty"))),
  },
  rules: (entry) => (entry.kind === "error" ? { errorCodes: ["missing-data"] } : projectRules(entry)),
});

function cacheOf({ full, empty }: Context, { tag }: GoldenEntry): TestCache {
  return tag.startsWith("empty") ? empty : full;
}
