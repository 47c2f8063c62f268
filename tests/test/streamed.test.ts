import { goldenEntries } from "@ecephys/fixtures";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { streamedGroups } from "../src/groups/sessions.ts";
import { judge, type OpenGroup } from "../src/harness.ts";

describe.each(["session-715093703", "session-777821539"])(
  "recorded answers of mini's %s, whose files are read from a server in parts",
  (group) => {
    let open: OpenGroup | undefined;
    beforeAll(async () => {
      open = await streamedGroups.open("mini", group);
    });
    afterAll(() => open?.close());

    it.each(goldenEntries("mini", group).map((entry) => [entry.file, entry] as const))(
      "%s",
      async (_, entry) => {
        const { differences } = await judge(entry, open);
        expect(differences).toEqual([]);
      },
    );
  },
);
