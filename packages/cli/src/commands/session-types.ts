import { tableCommand } from "../table-command.ts";

export const sessionTypes = tableCommand({
  name: "session-types",
  summary: "the session types, with the count of their sessions",
  description: "The session types (stimulus sets) that there are, with the count of their sessions.",
  overview: ["session_type", "session_count"],
  async table({ cache, signal }) {
    const { countSessions } = await import("../table/count.ts");
    const types = await cache.getAllSessionTypes({ signal });
    return countSessions("session_type", types, await cache.getRawSessions({ signal }), "session_type");
  },
  examples: [
    ["ecephys session-types", "all types"],
    ["ecephys session-types --columns session_type --format ndjson", "the names alone, one a line"],
  ],
});
