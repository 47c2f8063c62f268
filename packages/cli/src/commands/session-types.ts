import { tableCommand } from "../table-command.ts";

export const sessionTypes = tableCommand({
  name: "session-types",
  summary: "the session types, with their numbers of sessions",
  description: "All session types (stimulus sets), with the number of sessions of each.",
  overview: ["session_type", "session_count"],
  async table({ cache, signal }) {
    const { countSessions } = await import("../table/count.ts");
    const types = await cache.getAllSessionTypes({ signal });
    return countSessions("session_type", types, await cache.getRawSessions({ signal }), "session_type");
  },
  examples: [
    ["ecephys session-types", "all types"],
    ["ecephys session-types --columns session_type --format ndjson", "only the names, one per line"],
  ],
});
