import { type GoldenEntry, type GoldenProject, goldenEntries, goldenGroups } from "@ecephys/fixtures";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HANDLERS } from "../src/groups/index.ts";
import { judge, type OpenGroup } from "../src/harness.ts";
import { Tally } from "../src/tally.ts";

const tally = new Tally();
afterAll(() => tally.report());

describe.each(["mini", "legacy", "quirks"] as const)("recorded answers of %s", (project) => {
  describe.each(goldenGroups(project))("%s", (group) => {
    const entries = goldenEntries(project, group);
    const handlers = HANDLERS.find((candidate) => candidate.covers(project, group));
    let open: OpenGroup | undefined;
    beforeAll(async () => {
      open = await handlers?.open(project, group);
    });
    afterAll(() => open?.close());

    it.each(entries.map((entry) => [entry.file, entry] as const))("%s", async (_, entry) => {
      const { result, differences } = await judge(entry, open);
      tally.add(project, entry, differences.length === 0 ? result : "failed");
      expect(differences, describeCall(project, entry)).toEqual([]);
    });
  });
});

function describeCall(project: GoldenProject, { method, args }: GoldenEntry): string {
  return `${project}: ${method}(${JSON.stringify(args)})`;
}
