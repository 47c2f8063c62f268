import { isEcephysError, memoryStorage } from "@ecephys/files";
import type { ColumnTable } from "arquero";
import { describe, expect, test } from "vitest";
import { createProjectCache } from "../../src/create-project-cache.ts";
import { parseInstant } from "../../src/tables/instant.ts";
import { labBackend } from "./backend.ts";

const DAY = "2019-10-03";

async function open(publishedAt: string | Date | undefined, storage = memoryStorage()) {
  const api = labBackend("mini");
  const sessions = api.getSessions;
  // One session was published a day later, one never.
  api.getSessions = async (options) =>
    (await sessions(options)).derive({
      published_at: (row: { id: number; published_at: string }) =>
        row.id === 715093703 ? "2019-10-04T00:00:00Z" : row.id === 777821539 ? null : row.published_at,
    });
  return createProjectCache({ api, storage, publishedAt });
}

describe("publishedAt", () => {
  test("leaves out later and unpublished sessions, and what belongs to them, from every table", async () => {
    const cache = await open(DAY);
    const left = new Set([782942878, 815201807, 841091071]);
    expect(new Set((await cache.getSessionTable()).array("id"))).toEqual(left);
    const tables: ColumnTable[] = [
      await cache.getUnits(),
      await cache.getProbes(),
      await cache.getChannels(),
    ];
    for (const table of tables) {
      expect(new Set(table.array("ecephys_session_id"))).toEqual(left);
    }
    expect((await cache.getRawSessions()).numRows()).toBe(3);
  });

  test("counts the day itself, and later days with their sessions", async () => {
    expect((await (await open("2019-10-02T23:59:59Z")).getSessionTable()).numRows()).toBe(0);
    expect((await (await open(new Date("2019-10-04"))).getSessionTable()).numRows()).toBe(4);
    expect((await (await open(undefined)).getSessionTable()).numRows()).toBe(5);
  });

  test("keeps everything in the files, so that another date finds its sessions", async () => {
    const storage = memoryStorage();
    const before = await (await open(DAY, storage)).getUnits();
    const after = await (await open(undefined, storage)).getUnits();
    expect(after.numRows()).toBeGreaterThan(before.numRows());
  });

  test("returns the same result twice, joined once", async () => {
    const cache = await open(DAY);
    expect(await cache.getRawSessions()).toBe(await cache.getRawSessions());
  });

  test("refuses anything but a date", async () => {
    const error = await open("yesterday").catch((thrown: unknown) => thrown);
    expect(isEcephysError(error, "argument")).toBe(true);
  });
});

test.each([
  ["2019-10-03", 1570060800000],
  ["2019-10-03 08:00:00", 1570089600000],
  ["2019-10-03T08:00:00.5Z", 1570089600500],
  ["2019-10-03T08:00+02:00", 1570082400000],
  [new Date(5), 5],
  ["2019-02-30", undefined],
  ["2019-13-01", undefined],
  ["03/10/2019", undefined],
  ["", undefined],
  [20191003, undefined],
  [new Date(Number.NaN), undefined],
])("the instant of %o is %o", (value, instant) => {
  expect(parseInstant(value)).toBe(instant);
});
