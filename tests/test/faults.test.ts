import { readdir, rm } from "node:fs/promises";
import { warehouse } from "@ecephys/fetch-warehouse";
import { isEcephysError } from "@ecephys/files";
import { type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { tried } from "@ecephys/fixtures/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openCache, type TestCache, temporaryDirectory } from "../src/project.ts";

let server: SampleWarehouse;
let directory: string;
beforeEach(async () => {
  server = await startSampleWarehouse();
  directory = await temporaryDirectory();
});
afterEach(async () => {
  tried("faults");
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

/**
 * Short time-outs only if the server hangs, because a busy machine must not count as a stall. Downloads are retried
 * several times, and any of their errors will do; tables fetched next to one that hangs must not stall themselves.
 */
function stallTimeout(faults: readonly string[]): number {
  if (!faults.some((fault) => fault.startsWith("hang"))) return 20_000;
  return faults.some((fault) => fault.endsWith("@download")) ? 300 : 1000;
}

async function cacheOf(faults: readonly string[], fetchTries = 1): Promise<TestCache> {
  server.setFaults(faults);
  const api = warehouse({
    baseUrl: server.url,
    retry: { tries: 2, baseDelay: 1, maxRetryAfter: 5 },
    stallTimeout: stallTimeout(faults),
  });
  return openCache(api, directory, { fetchTries });
}

/** What is in the directory besides the manifest; another table may still be on its way to the disk. */
async function left(name: RegExp): Promise<void> {
  await vi.waitFor(async () => {
    const found = await readdir(directory, { recursive: true });
    expect(found.filter((path) => name.test(path) || path.endsWith(".tmp"))).toEqual([]);
  });
}

describe("a warehouse that keeps misbehaving", () => {
  it.each([
    ["404@EcephysChannel", "not-found|fetch"],
    ["500@EcephysChannel", "fetch"],
    ["html@EcephysChannel", "response"],
    ["empty@EcephysChannel", "response"],
    ["garbage@EcephysChannel", "response"],
    ["rmafail:no such thing@EcephysChannel", "response"],
    ["emptypage@EcephysChannel", "response"],
    ["samepage@EcephysChannel", "response"],
    ["short@EcephysChannel", "response"],
    ["truncate@EcephysChannel", "fetch"],
    ["reset@EcephysChannel", "fetch"],
    ["hang:60@EcephysChannel", "fetch"],
    ["retryafter:1@EcephysChannel", "fetch"],
  ])("with %s causes a typed error at once, and leaves no table", async (fault, codes) => {
    const cache = await cacheOf([fault]);
    const error = await cache.getChannels().catch((reason: unknown) => reason);
    expect(isEcephysError(error), String(error)).toBe(true);
    expect(codes.split("|"), String(error)).toContain((error as { code: string }).code);
    expect(String(error)).toMatch(/channels/);
    await left(/channels\.csv/);
  });

  it.each([
    ["500@download"],
    ["404@download"],
    ["html@download"],
    ["empty@download"],
    ["truncate:.9@download"],
    ["reset:.9@download"],
    ["badlength@download"],
    ["hang:60@download"],
  ])("with %s leaves no file and no directory of a session", async (fault) => {
    const cache = await cacheOf([fault]);
    const error = await cache.getSessionData(715093703).catch((reason: unknown) => reason);
    expect(isEcephysError(error), String(error)).toBe(true);
    await left(/^session_/);
  });
});

describe("a warehouse that misbehaves for a while", () => {
  it("is asked again only for a failed page (note H7)", async () => {
    const cache = await cacheOf(["500@start_row$eq5000#1"]);
    expect((await cache.getRawChannels()).numRows()).toBe(6144);
    const pages = server.requests.map(({ decoded }) => /start_row\$eq(\d+)/.exec(decoded)?.[1]);
    expect(pages.sort()).toEqual(["0", "5000", "5000"]);
  });

  it("is asked again by the next fetch, until the tries are used up (note H3)", async () => {
    const cache = await cacheOf(["rmafail@EcephysProbe#1"], 2);
    expect((await cache.getRawProbes()).numRows()).toBe(20);
  });

  it("delivers a file whose transfer breaks off once", async () => {
    const cache = await cacheOf(["reset:.5@download#1"], 2);
    const session = await cache.getSessionData(715093703);
    expect(await session.ecephysSessionId()).toBe(715093703);
    await session.close();
    expect((await cache.storage.stat("session_715093703/session_715093703.nwb"))?.byteLength).toBe(2978904);
  });

  it("may follow a redirect and compress what it sends", async () => {
    const cache = await cacheOf(["gzip@query"]);
    expect((await cache.getRawProbes()).numRows()).toBe(20);
  });
});
