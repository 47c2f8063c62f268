import { describe, expect, test } from "vitest";
import { lims } from "../src/lims.ts";
import { activeQueries, lockTable, untilActive } from "./locked.ts";
import { failureOf, limsBench, userPool } from "./support.ts";

const bench = limsBench();
const reason = new Error("enough");

describe("an abort", () => {
  test("ends the running query on the server and rejects with the signal's reason", async () => {
    const lock = await lockTable(bench, "ecephys_units");
    const controller = new AbortController();
    const running = bench.lims({ maxConnections: 1 }).getUnits({ signal: controller.signal });
    await untilActive(bench, 1);
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect(await activeQueries(bench)).toBe(0);
    await lock.unlock();
  });

  test("in mid-result stops the rest, and the next call works", async () => {
    const api = bench.lims({ batchRows: 50, maxConnections: 1 });
    const controller = new AbortController();
    let batches = 0;
    const running = api.getChannels({
      signal: controller.signal,
      onProgress: () => {
        batches += 1;
        if (batches === 3) controller.abort(reason);
      },
    });
    await expect(running).rejects.toBe(reason);
    expect(batches).toBe(3);
    expect((await api.getSessions()).numRows()).toBeGreaterThan(0);
    expect(await activeQueries(bench)).toBe(0);
  });

  test("while waiting for a connection leaves the others alone", async () => {
    const api = bench.lims({ maxConnections: 1 });
    const lock = await lockTable(bench, "ecephys_units");
    const first = api.getUnits();
    await untilActive(bench, 1);
    const controller = new AbortController();
    const second = api.getSessions({ signal: controller.signal });
    controller.abort(reason);
    await expect(second).rejects.toBe(reason);
    await lock.unlock();
    expect((await first).numRows()).toBeGreaterThan(0);
    expect((await api.getSessions()).numRows()).toBeGreaterThan(0);
  });

  test("ends all calls that share its signal, without a warning of too many listeners", async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on("warning", listen);
    const controller = new AbortController();
    const lock = await lockTable(bench, "ecephys_units");
    const api = bench.lims({ maxConnections: 2 });
    const running = Array.from({ length: 15 }, () => api.getUnits({ signal: controller.signal }));
    await untilActive(bench, 2);
    controller.abort(reason);
    const results = await Promise.allSettled(running);
    expect(results).toEqual(Array(15).fill({ status: "rejected", reason }));
    await lock.unlock();
    await new Promise((resolve) => setTimeout(resolve, 10));
    process.off("warning", listen);
    expect(warnings).toEqual([]);
  });

  test("ends the wait for credentials", async () => {
    const controller = new AbortController();
    const credentials = () => new Promise<never>(() => {});
    const running = lims({ env: {}, credentials }).getSessions({ signal: controller.signal });
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
  });

  test("ends the wait before a retry", async () => {
    const api = bench.lims({ retry: { tries: 9, baseDelay: 60_000, maxDelay: 60_000 } });
    await api.getSessions();
    await bench.server.kill();
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 100);
    await expect(api.getSessions({ signal: controller.signal })).rejects.toBe(reason);
    await bench.server.start();
  });

  test("ends the query of a pool of pg's own class, of which no connection is left", async () => {
    const pool = userPool(bench.server, { max: 1, application_name: "ecephys" });
    const lock = await lockTable(bench, "ecephys_units");
    const controller = new AbortController();
    const running = lims({ pool }).getUnits({ signal: controller.signal });
    await untilActive(bench, 1);
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect(await activeQueries(bench)).toBe(0);
    await lock.unlock();
    await pool.end();
  });

  test("works in a pool that is not of pg's own class", async () => {
    const inner = userPool(bench.server, { max: 2, application_name: "ecephys" });
    const api = lims({ pool: { connect: () => inner.connect(), end: () => inner.end() } });
    const lock = await lockTable(bench, "ecephys_units");
    const controller = new AbortController();
    const running = api.getUnits({ signal: controller.signal });
    await untilActive(bench, 1);
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
    await lock.unlock();
    await inner.end();
  });

  test("of a query that fails for another reason first keeps that reason", async () => {
    const controller = new AbortController();
    const error = await failureOf(
      bench.lims({ database: "no_such", retry: { tries: 1 } }).getUnits({ signal: controller.signal }),
    );
    controller.abort(reason);
    expect(error.message).toMatch(/no database of this name/);
  });
});

test("an error thrown by onProgress reaches the caller, and the connection is used again", async () => {
  const api = bench.lims({ batchRows: 50, maxConnections: 1 });
  const own = new Error("own");
  const onProgress = () => {
    throw own;
  };
  await expect(api.getChannels({ onProgress })).rejects.toBe(own);
  expect((await api.getSessions()).numRows()).toBeGreaterThan(0);
});
