import { createServer, type Server } from "node:net";
import { isEcephysError } from "@ecephys/files";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LimsOptions } from "../src/options.ts";
import { lockTable, untilActive } from "./locked.ts";
import { credentialsOf, failureOf, limsBench } from "./support.ts";

const bench = limsBench();
const once = { tries: 1 };

async function failure(options: LimsOptions): Promise<Error> {
  const error = await failureOf(bench.lims({ retry: once, ...options }).getSessions());
  expect(isEcephysError(error, "database"), String(error)).toBe(true);
  return error;
}

describe("connecting says what is wrong", () => {
  test("with the password", async () => {
    const error = await failure({ password: "not-the-password" });
    expect(error.message).toMatch(
      /^Reading sessions failed for the LIMS database mini at 127\.0\.0\.1:\d+: /,
    );
    expect(error.message).toMatch(/refused these credentials.*LIMS_USER, LIMS_PASSWORD/);
  });

  test("with the role", async () => {
    expect((await failure({ user: "nobody_here" })).message).toMatch(/refused these credentials/);
  });

  test("with the database's name", async () => {
    expect((await failure({ database: "no_such" })).message).toMatch(/no database of this name.*LIMS_DBNAME/);
  });

  test("with the host's name", async () => {
    const { message } = await failure({ host: "lims.invalid" });
    expect(message).toMatch(/the LIMS database mini at lims\.invalid:\d+: its host name cannot be resolved/);
    expect(message).toMatch(/LIMS_HOST/);
  });

  test("with the port", async () => {
    expect((await failure({ port: 9 })).message).toMatch(/nothing answers on this port.*LIMS_PORT/);
  });

  test("with the route", async () => {
    const { message } = await failure({ host: "255.255.255.255" });
    expect(message).toMatch(/the server cannot be reached.*network of the institute/);
  });

  test("with TLS at the server", async () => {
    expect((await failure({ ssl: true })).message).toMatch(/the server refuses TLS.*ssl: false/);
  });
});

describe("a server that accepts the connection and stays silent", () => {
  let silent: Server;
  let port = 0;
  beforeAll(async () => {
    silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    port = (silent.address() as { port: number }).port;
  });
  afterAll(() => silent.close());

  test("fails after the connection time-out", async () => {
    expect((await failure({ port, connectionTimeout: 200 })).message).toMatch(/did not answer within 0\.2 s/);
  });

  test("ends at once when the signal aborts", async () => {
    const reason = new Error("enough");
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 50);
    const api = bench.lims({ port, connectionTimeout: 2_000 });
    await expect(api.getSessions({ signal: controller.signal })).rejects.toBe(reason);
  });
});

test("a full pool says so, and works again when a connection is free", async () => {
  const api = bench.lims({ maxConnections: 1, connectionTimeout: 1_500, retry: once });
  const lock = await lockTable(bench, "ecephys_units");
  const waiting = api.getUnits();
  await untilActive(bench, 1);
  const error = await failureOf(api.getSessions());
  expect(error.message).toMatch(/all connections of the pool were in use for 1\.5 s.*maxConnections/);
  await lock.unlock();
  expect((await waiting).numRows()).toBeGreaterThan(0);
  expect((await api.getSessions()).numRows()).toBeGreaterThan(0);
});

test("many calls share few connections", async () => {
  const api = bench.lims({ maxConnections: 2 });
  const tables = await Promise.all(Array.from({ length: 10 }, () => api.getProbes()));
  expect(new Set(tables.map((table) => table.numRows())).size).toBe(1);
  const [row] = await bench.sql(
    "select count(*)::int as n from pg_stat_activity where application_name = 'ecephys'",
  );
  expect(row?.n).toBeLessThanOrEqual(3);
});

test("close() ends the connections, and later calls say that it is closed", async () => {
  const api = bench.lims();
  await api.getSessions();
  await api.close();
  await api.close();
  const error = await failureOf(api.getSessions());
  expect(isEcephysError(error, "database")).toBe(true);
  expect(error.message).toMatch(/closed by close\(\)/);
});

test("nothing is opened before the first call", async () => {
  const api = bench.lims({ ...credentialsOf(bench.server), port: 9 });
  await expect(api.getUnits({ unitIds: [] })).resolves.toBeDefined();
});
