import { isEcephysError } from "@ecephys/files";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LimsApi } from "../src/lims.ts";
import { limsBench } from "./support.ts";

const bench = limsBench();
let api: LimsApi;
let before: unknown;
beforeAll(async () => {
  api = bench.lims({ maxConnections: 2, retry: { tries: 1 } });
  before = await fingerprint();
});
afterAll(async () => {
  expect(await fingerprint()).toEqual(before);
});

/** Every table with its number of rows: what an injected statement would change. */
function fingerprint(): Promise<unknown> {
  return bench.sql(`
    select table_schema, table_name,
      (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I.%I', table_schema, table_name),
        false, true, '')))[1]::text as n
    from information_schema.tables where table_schema = 'public' order by 2`);
}

const HOSTILE = [
  "'",
  "''",
  '"',
  "'; drop table stimuli; --",
  "brain_observatory_1.1' or '1'='1",
  "') or true --",
  "{a,b}",
  "\\",
  "\\'; select 1; --",
  "$1",
  "%",
  "null",
  "\0",
  "a\0b",
  "\ud800",
  "𝒳",
  "x".repeat(100_000),
];
const hostileText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.tuple(fc.constantFrom(...HOSTILE.slice(0, 13)), fc.string()).map(([start, end]) => start + end),
);
const anything = fc.oneof(
  hostileText,
  fc.double({ noInteger: true }),
  fc.bigInt(),
  fc.constantFrom(null, undefined, true, {}, [], Number.NaN, -Infinity, 2 ** 53),
  fc.array(fc.integer()),
);
const anyId = fc.integer({ min: 10 ** 13, max: Number.MAX_SAFE_INTEGER });

const ID_FILTERS = [
  ["getSessions", "sessionIds"],
  ["getProbes", "probeIds"],
  ["getProbes", "sessionIds"],
  ["getChannels", "channelIds"],
  ["getChannels", "probeIds"],
  ["getChannels", "sessionIds"],
  ["getUnits", "unitIds"],
  ["getUnits", "channelIds"],
  ["getUnits", "probeIds"],
  ["getUnits", "sessionIds"],
  ["getUnitAnalysisMetrics", "unitIds"],
  ["getUnitAnalysisMetrics", "sessionIds"],
] as const;
const DATE_CALLS = ["getSessions", "getProbes", "getChannels", "getUnits"] as const;
const FILE_CALLS = [
  "getSessionData",
  "getProbeLfpData",
  "getNaturalMovieTemplate",
  "getNaturalSceneTemplate",
] as const;

/** Rows of an answer, or "refused" where it failed as an argument does; anything else fails the test. */
async function outcome(call: () => Promise<{ numRows(): number }>): Promise<number | "refused"> {
  try {
    return (await call()).numRows();
  } catch (error) {
    if (isEcephysError(error, "argument")) return "refused";
    throw error;
  }
}

describe("whatever a filter holds, nothing is injected", () => {
  test.each(ID_FILTERS)("%s({ %s }) of anything refuses or matches nothing", async (call, filter) => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 4 }), async (values) => {
        const rows = await outcome(() => api[call]({ [filter]: values as number[] }));
        expect(rows === "refused" || rows === 0).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test.each(ID_FILTERS)("%s({ %s }) takes every whole number", async (call, filter) => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyId, { minLength: 1, maxLength: 50 }), async (ids) => {
        expect(await outcome(() => api[call]({ [filter]: ids.flatMap((id) => [id, -id]) }))).toBe(0);
      }),
      { numRuns: 10 },
    );
  });

  test("session types of any text match nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostileText, { minLength: 1, maxLength: 4 }), async (sessionTypes) => {
        expect(await outcome(() => api.getUnitAnalysisMetrics({ sessionTypes }))).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  test("session types match as they are, quotes and braces included", async () => {
    const odd = `it's a "type", {with} \\ all`;
    const rename = (name: string, id: number) => `
      update ecephys_sessions set stimulus_name = $q$${name}$q$ where id = ${id}`;
    await bench.sql(rename(odd, 715093703));
    const table = await api.getUnitAnalysisMetrics({ sessionTypes: [odd] });
    await bench.sql(rename("brain_observatory_1.1", 715093703));
    expect(table.numRows()).toBe((await api.getUnitAnalysisMetrics({ sessionIds: [715093703] })).numRows());
  });

  test.each(DATE_CALLS)("%s({ publishedAt }) of an invalid date is refused", async (call) => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (publishedAt) => {
        expect(await outcome(() => api[call]({ publishedAt }))).toBe("refused");
      }),
      { numRuns: 40 },
    );
  });

  test("publishedAt accepts every valid date", async () => {
    const all = (await api.getSessions({ publishedAt: "9999-12-31" })).numRows();
    await fc.assert(
      fc.asyncProperty(fc.date({ noInvalidDate: true }), async (date) => {
        const rows = await outcome(() => api.getSessions({ publishedAt: date }));
        expect(rows).toBe(date >= new Date("2019-10-03") ? all : 0);
      }),
      { numRuns: 60, examples: [[new Date(8.64e15)], [new Date(-8.64e15)], [new Date("2019-10-03")]] },
    );
  });

  test.each(FILE_CALLS)("%s of anything is refused or not found", async (call) => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .oneof(anything, fc.integer({ max: -1 }))
          .filter((id) => typeof id !== "bigint" || id < 0n || id > 1000n),
        async (id) => {
          const error = await api[call](id as number).catch((thrown: unknown) => thrown);
          expect(isEcephysError(error, "argument") || isEcephysError(error, "not-found")).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });
});

test("100,000 ids are one query", async () => {
  const all = Array.from((await api.getUnits()).array("id") as Float64Array);
  const unitIds = Array.from({ length: 100_000 }, (_, index) => index).concat(all);
  expect((await api.getUnits({ unitIds })).numRows()).toBe(all.length);
});
