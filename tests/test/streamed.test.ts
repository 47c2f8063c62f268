import { goldenEntries } from "@ecephys/fixtures";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { streamedGroups } from "../src/groups/sessions.ts";
import { judge, type OpenGroup } from "../src/harness.ts";

const SESSIONS = [
  ["mini", "session-715093703"],
  ["mini", "session-777821539"],
  ["legacy", "session-726447708"],
  ["legacy", "session-738881103"],
] as const;

describe.each(SESSIONS)(
  "recorded answers of %s, %s, whose files are read from a server in parts",
  (project, group) => {
    let open: OpenGroup | undefined;
    beforeAll(async () => {
      open = await streamedGroups.open(project, group);
    });
    afterAll(() => open?.close());

    it.each(goldenEntries(project, group).map((entry) => [entry.file, entry] as const))(
      "%s",
      async (_, entry) => {
        const { differences } = await judge(entry, open);
        expect(differences).toEqual([]);
      },
    );
  },
);
