import { readFileSync } from "node:fs";
import { isEcephysError } from "@ecephys/core";
import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import type { LimsApi } from "../src/lims.ts";
import { lockTable, untilActive } from "./locked.ts";
import { credentialsOf, failureOf, limsBench } from "./support.ts";

const bench = limsBench();
const script = readFileSync(new URL("../sql/grant.sql", import.meta.url), "utf8");
const login = { user: "some_login", password: "some-password" };

const CALLS: Record<string, (api: LimsApi) => Promise<unknown>> = {
  sessions: (api) => api.getSessions({ publishedAt: "2030-01-01" }),
  probes: (api) => api.getProbes({ publishedAt: "2030-01-01" }),
  channels: (api) => api.getChannels({ publishedAt: "2030-01-01" }),
  units: (api) => api.getUnits({ publishedAt: "2030-01-01" }),
  metrics: (api) => api.getUnitAnalysisMetrics(),
  "a session file": (api) => api.getSessionData(715093703),
  "an LFP file": (api) => api.getProbeLfpData(752552876),
  "a movie": (api) => api.getNaturalMovieTemplate(1),
  "a scene": (api) => api.getNaturalSceneTemplate(0),
};

beforeAll(async () => {
  await bench.sql(`create role ${login.user} login password '${login.password}'`);
});

test("without the script the role may read nothing, and the message says what to run", async () => {
  const error = await failureOf(bench.lims(login).getUnits());
  expect(isEcephysError(error, "database")).toBe(true);
  expect(error.message).toMatch(/role may not read it .*sql\/grant\.sql/);
});

describe("with the script", () => {
  beforeAll(async () => {
    await bench.sql(script);
    await bench.sql(script);
    await bench.sql(`grant ecephys_reader to ${login.user}`);
  });

  test.each(Object.keys(CALLS))("the role reads %s", async (name) => {
    await expect(CALLS[name]?.(bench.lims(login))).resolves.toBeDefined();
  });

  test("its queries can be cancelled", async () => {
    const lock = await lockTable(bench, "ecephys_units");
    const controller = new AbortController();
    const running = bench.lims(login).getUnits({ signal: controller.signal });
    await untilActive(bench, 1);
    controller.abort("enough");
    await expect(running).rejects.toBe("enough");
    await untilActive(bench, 0);
    await lock.unlock();
  });

  test.each([
    "select external_donor_name from donors",
    "select name from ecephys_sessions",
    "delete from stimuli",
    "update ecephys_units set quality = 'good'",
    "create table t (x int)",
  ])("the role may do nothing else: %s", async (sql) => {
    const client = new pg.Client({ ...credentialsOf(bench.server), ...login, database: "mini" });
    await client.connect();
    const error = await failureOf(client.query(sql));
    expect((error as { code?: string }).code).toBe("42501");
    await client.end();
  });
});
