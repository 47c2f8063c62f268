import { answer, serve, type TestServer } from "@ecephys/fixtures/testing";
import { afterEach, describe, expect, it } from "vitest";
import { warehouse } from "../src/index.ts";
import { failure, quick } from "./failure.ts";

let server: TestServer;
afterEach(() => server.close());

const page = (fields: object) => answer(200, {}, JSON.stringify({ success: true, start_row: 0, ...fields }));
const probes = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));
const open = () => warehouse({ baseUrl: server.url, retry: quick });

describe("a number of rows that a table cannot have", () => {
  it.each([1e12, 2 ** 53 - 1, 20_000_000])(
    "is a typed error, and no further page is requested (%d)",
    async (total) => {
      server = await serve(page({ num_rows: 1, total_rows: total, msg: probes(1) }));
      const error = await failure(open().getProbes(), "response");
      expect(error.reason).toContain(`the table has ${total} rows`);
      expect([error.retryable, server.requests.length]).toEqual([false, 1]);
    },
  );

  it("is a typed error where the answer is no whole number", async () => {
    server = await serve(page({ num_rows: 1, total_rows: "1e400", msg: probes(1) }));
    expect((await failure(open().getProbes(), "response")).reason).toMatch(/lacks num_rows, total_rows/);
  });
});

it("pages of a large table are counted and not listed: the first that fails ends it", async () => {
  server = await serve(page({ num_rows: 1, total_rows: 9_999_999, msg: probes(1) }), answer(404));
  const before = process.memoryUsage().heapUsed;
  await failure(open().getProbes(), "fetch");
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100e6);
  expect(server.requests.length).toBeLessThan(10);
});
