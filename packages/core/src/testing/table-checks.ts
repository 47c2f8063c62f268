import { expectReason, expectThat } from "@ecephys/files/testing";
import type { Checks } from "./backend.ts";
import { expectSortedIds, expectTyped, SCHEMAS } from "./backend.ts";
import { type KnownProject, type TableCall, tableCalls } from "./known-project.ts";

/** Checks of every table: columns, progress, signal. */
export function tableChecks({ sessionId }: KnownProject): Checks {
  const calls = tableCalls(sessionId);
  const checks = (Object.keys(calls) as TableCall[]).map((call): Checks => {
    const fetch = calls[call];
    return {
      async [`${call} gives a typed table, ids first and in ascending order`]({ api }) {
        const table = await fetch(api);
        expectThat(table.numRows() > 0, "the table should have rows");
        expectTyped(table, SCHEMAS[call]);
        expectSortedIds(table, SCHEMAS[call]);
      },

      async [`${call} reports its progress in rows`]({ api }) {
        const seen: number[] = [];
        await fetch(api, {
          onProgress: ({ loaded, unit }) => seen.push(unit === "rows" ? loaded : Number.NaN),
        });
        expectThat(seen.length > 0, "onProgress should be called");
        const grow = seen.every((loaded, at) => loaded >= (seen[at - 1] ?? 0));
        expectThat(grow, `the rows should increase, but are ${seen}`);
      },

      async [`${call} throws the signal's reason`]({ api }) {
        const reason = new Error("enough");
        await expectReason(fetch(api, { signal: AbortSignal.abort(reason) }), reason, "aborted before");
        const later = new AbortController();
        const running = fetch(api, { signal: later.signal });
        later.abort(reason);
        await expectReason(running, reason, "aborted while it runs");
      },
    };
  });
  return Object.assign({}, ...checks);
}
