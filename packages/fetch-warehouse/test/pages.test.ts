import type { FetchProgress } from "@ecephys/core";
import { type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { warehouse } from "../src/index.ts";
import { failure, quick } from "./failure.ts";

let server: SampleWarehouse;
beforeAll(async () => {
  server = await startSampleWarehouse({ latencyMs: 5 });
});
afterEach(() => server.reset());
afterAll(() => server.close());

const small = (options: object = {}) =>
  warehouse({ baseUrl: server.url, pageRows: 100, retry: quick, ...options });
const starts = () => server.requests.map(({ decoded }) => Number(/start_row\$eq(\d+)/.exec(decoded)?.[1]));
const ids = (table: { array(name: string): unknown }) => Array.from(table.array("id") as ArrayLike<number>);

describe("a table of many pages", () => {
  it("is fetched page by page, once each, and is whole and in order", async () => {
    const units = await small().getUnits();
    expect(starts().sort((a, b) => a - b)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
    const whole = await warehouse({ baseUrl: server.url }).getUnits();
    expect(units.numRows()).toBe(909);
    expect(units.objects()).toEqual(whole.objects());
  });

  it("is fetched in parallel once the first page is there, within bounds", async () => {
    await small({ concurrency: 3 }).getUnits();
    const concurrent = server.requests.map((request) => request.concurrent);
    expect(concurrent[0]).toBe(1);
    expect(Math.max(...concurrent)).toBe(3);
  });

  it("reports how many rows have arrived", async () => {
    const seen: FetchProgress[] = [];
    await small().getUnits({ onProgress: (progress) => seen.push(progress) });
    expect(seen).toHaveLength(10);
    expect(seen.at(0)).toEqual({ resource: "units", loaded: 100, total: 909, unit: "rows" });
    expect(seen.at(-1)).toEqual({ resource: "units", loaded: 909, total: 909, unit: "rows" });
  });

  it("retries a failed page alone (note H7)", async () => {
    server.setFaults(["500@start_row$eq300]#2", "truncate@start_row$eq700]#1", "reset@start_row$eq0]#1"]);
    expect((await small().getUnits()).numRows()).toBe(909);
    const asked = starts();
    const count = (start: number) => asked.filter((one) => one === start).length;
    expect([count(0), count(300), count(700), asked.length]).toEqual([2, 3, 2, 14]);
  });

  it("stops at the first page that cannot be fetched, and says which", async () => {
    server.setFaults(["404@start_row$eq300]"]);
    const error = await failure(small({ concurrency: 1 }).getUnits(), "fetch");
    expect(error.resource).toBe(`the units from row 300 (${server.url})`);
    expect(starts()).toEqual([0, 100, 200, 300]);
  });

  it("accepts a server that returns fewer rows per page than requested", async () => {
    const limited: typeof fetch = (input, init) =>
      fetch(String(input).replace("num_rows$eq100", "num_rows$eq40"), init);
    const units = await small({ fetch: limited }).getUnits();
    expect(units.numRows()).toBe(909);
    expect(
      starts()
        .sort((a, b) => a - b)
        .slice(0, 3),
    ).toEqual([0, 40, 80]);
  });
});

describe("long lists of ids", () => {
  it("are requested in parts, each id once, and merged in order", async () => {
    const all = ids(await warehouse({ baseUrl: server.url }).getChannels());
    server.reset();
    const seen: FetchProgress[] = [];
    const asked = [...all].reverse();
    const channels = await warehouse({ baseUrl: server.url }).getChannels({
      channelIds: [...asked, ...asked.slice(0, 100)],
      onProgress: (progress) => seen.push(progress),
    });
    expect(ids(channels)).toEqual(all);
    expect(server.requests.length).toBeGreaterThan(8);
    expect(Math.max(...server.requests.map(({ path }) => path.length))).toBeLessThan(8000);
    expect(seen.at(-1)).toMatchObject({ loaded: 6144, total: 6144 });
  });
});

describe("an abort", () => {
  it("stops all pages with the signal's reason", async () => {
    const abort = new AbortController();
    const reason = new Error("enough");
    const units = small({ concurrency: 2 }).getUnits({
      signal: abort.signal,
      onProgress: ({ loaded }) => loaded >= 300 && abort.abort(reason),
    });
    await expect(units).rejects.toBe(reason);
    // What was under way may still arrive; nothing else is asked.
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.requests.length).toBeLessThan(7);
  });
});
