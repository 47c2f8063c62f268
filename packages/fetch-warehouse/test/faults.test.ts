import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { tried } from "@ecephys/fixtures/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { warehouse } from "../src/index.ts";
import { failure, quick } from "./failure.ts";

const unhandled: unknown[] = [];
const remember = (reason: unknown) => unhandled.push(reason);
const closing: (() => Promise<unknown>)[] = [];
let server: SampleWarehouse;
beforeAll(async () => {
  server = await startSampleWarehouse();
  process.on("unhandledRejection", remember);
  process.on("warning", remember);
});
afterEach(async () => {
  tried("faults");
  server.reset();
  for (const close of closing.splice(0)) await close();
});
afterAll(async () => {
  await server.close();
  process.off("unhandledRejection", remember);
  process.off("warning", remember);
  expect(unhandled).toEqual([]);
});

const sample = (...faults: string[]) => {
  server.setFaults(faults);
  const isSilent = faults.some((fault) => /^(hang|delay)/.test(fault));
  const stallTimeout = isSilent ? 400 : undefined;
  return warehouse({ baseUrl: server.url, retry: quick, stallTimeout });
};

describe("transient failures are survived", () => {
  it.each([
    "500@query#2",
    "503@query#3",
    "429@query#1",
    "retryafter:1@query#1",
    "garbage@query#1",
    "html@query#1",
    "empty@query#1",
    "emptypage@query#3",
    "reset@query#1",
    "truncate@query#1",
    "short@query#1",
    "hang:1@query#1",
    "delay:1@query#1",
    "nolength@query",
    "gzip@query",
    "drip:200000@query",
  ])("%s", async (fault) => {
    const api = sample(fault);
    expect((await api.getProbes()).numRows()).toBe(20);
  });
});

describe("lasting failures are typed errors", () => {
  it.each([
    ["500", "fetch", "500", 4],
    ["503", "fetch", "503", 4],
    ["404", "fetch", "404", 1],
    ["403", "fetch", "403", 1],
    ["rmafail:no such column", "response", "no such column", 1],
    ["garbage", "response", "not JSON", 4],
    ["html", "response", "a page (HTML)", 4],
    ["empty", "response", "empty", 4],
    ["emptypage", "response", "it is empty, but the table has 20 rows", 4],
    ["reset", "fetch", "connection was lost", 4],
    ["truncate", "fetch", "connection was lost", 4],
    ["badlength", "fetch", "connection was lost", 4],
    ["short", "response", "not JSON", 4],
    ["hang:9", "fetch", "sent nothing for 0.4 s", 4],
    ["delay:9", "fetch", "sent nothing for 0.4 s", 4],
    ["redirect:/nowhere", "fetch", "404", 2],
  ] as const)("%s", async (fault, code, reason, requests) => {
    const api = sample(`${fault}@query`);
    const error = await failure(api.getProbes(), code);
    expect(error.message).toContain(reason);
    expect(error.message).toContain(`the probes from row 0 (${server.url})`);
    expect(server.requests).toHaveLength(requests);
  });

  it("are named as what was looked up", async () => {
    const error = await failure(sample("500@query").getSessionData(715093703), "fetch");
    expect(error.message).toContain(`failed for the NWB file of session 715093703 (${server.url})`);
  });

  it("the same page forever", async () => {
    server.setFaults(["samepage@query"]);
    const api = warehouse({ baseUrl: server.url, retry: quick, pageRows: 8 });
    const error = await failure(api.getProbes(), "response");
    expect(error.reason).toBe("it begins with row 0, not with row 8");
  });

  it("a page that drips for too long in all", async () => {
    server.setFaults(["drip:2000@query"]);
    const api = warehouse({ baseUrl: server.url, retry: { tries: 1 }, timeout: 200 });
    expect((await failure(api.getUnits(), "fetch")).reason).toBe("it took longer than 0.2 s");
  });

  it("nobody there", async () => {
    const gone = await startSampleWarehouse({ project: "one-session" });
    await gone.close();
    const api = warehouse({ baseUrl: gone.url, retry: quick });
    expect((await failure(api.getUnits(), "fetch")).reason).toBe("the server refused the connection");
  });
});

describe("an impossible page", () => {
  /** A warehouse that answers the n-th request with the n-th page, and every further one with the last. */
  const answering = async (...pages: unknown[]) => {
    let count = 0;
    const impossible = createServer((_request, response) => {
      response.end(JSON.stringify(pages[Math.min(count, pages.length - 1)]));
      count += 1;
    });
    await new Promise<void>((resolve) => impossible.listen(0, "127.0.0.1", resolve));
    closing.push(() => new Promise((resolve) => impossible.close(resolve)));
    const baseUrl = `http://127.0.0.1:${(impossible.address() as AddressInfo).port}`;
    return warehouse({ baseUrl, pageRows: 2, concurrency: 1, retry: { ...quick, tries: 2 } });
  };
  const page = (ids: unknown[], total: unknown, more: object = {}) => ({
    success: true,
    num_rows: ids.length,
    total_rows: total,
    msg: ids.map((id) => ({ id, ecephys_session_id: 1 })),
    ...more,
  });

  it.each<[string, unknown[], string]>([
    ["not an object", [[]], "not an object"],
    ["null", [null], "not an object"],
    ["no success", [{ num_rows: 0, total_rows: 0, msg: [] }], "answered with an error"],
    ["success that is not true", [page([1], 1, { success: "yes" })], "answered with an error"],
    ["no records", [page([], 1, { msg: "text" })], "lacks"],
    ["a total that is no number", [page([1], "many")], "lacks"],
    ["a negative total", [page([], -1)], "lacks"],
    ["a count that is wrong", [page([1, 2], 2, { num_rows: 1 })], "says that it has 1 rows, but has 2"],
    ["more rows than asked for", [page([1, 2, 3], 3)], "2 rows were requested, but it has 3"],
    ["more rows than the table has", [page([1, 2], 1)], "but the table only 1"],
    ["another start", [page([1], 1, { start_row: 5 })], "begins with row 5, not with row 0"],
    ["records that are none", [page([1], 1, { msg: ["x"] })], "a record is not an object"],
    ["records that are null", [page([1], 1, { msg: [null] })], "a record is not an object"],
    ["no id", [page([null], 1)], "record 0 has no id"],
    ["an id that is none", [page(["x"], 1)], "record 0 has no id"],
    ["an id twice", [page([1, 1], 2)], "id 1 appears twice"],
    ["ids out of order", [page([2, 1], 2)], "ids are out of order (2, then 1)"],
    ["the first page again", [page([1, 2], 4)], "ids are out of order (2, then 1)"],
    ["an id on two pages", [page([1, 2], 4), page([2, 3], 4)], "id 2 appears twice"],
    [
      "a total that changes",
      [page([1, 2], 4), page([3, 4], 5)],
      "changed while it was read (from 4 to 5 rows)",
    ],
    ["a page that is too short", [page([1, 2], 4), page([3], 4)], "it has 1 rows where 2 should be"],
    ["an empty second page", [page([1, 2], 4), page([], 4)], "it is empty, but the table has 4 rows"],
  ])("%s", async (_what, pages, reason) => {
    const api = await answering(...pages);
    expect((await failure(api.getProbes(), "response")).message).toContain(reason);
  });

  it("shows no more than a line of what the service says", async () => {
    const api = await answering({ success: false, msg: `bad\n\u0007 ${"x".repeat(5000)}` });
    const { reason } = await failure(api.getProbes(), "response");
    expect(reason).toMatch(/^the service answered with an error: bad x{196}…$/);
  });

  it("accepts an empty table", async () => {
    const api = await answering(page([], 0));
    expect((await api.getProbes()).numRows()).toBe(0);
  });

  it("names the unit whose metrics are not JSON", async () => {
    const bundle = { id: 1, ecephys_unit_id: 5, data: "{oops" };
    const api = await answering(page([1], 1, { msg: [bundle] }));
    expect((await failure(api.getUnitAnalysisMetrics(), "response")).message).toContain("unit 5");
  });

  it("refuses metrics that belong to no unit", async () => {
    const api = await answering(page([1], 1, { msg: [{ id: 1, data: "{}" }] }));
    expect((await failure(api.getUnitAnalysisMetrics(), "response")).message).toContain("belongs to no unit");
  });
});
