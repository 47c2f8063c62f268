import { readFileSync } from "node:fs";
import { isEcephysError } from "@ecephys/files";
import { limsSql } from "@ecephys/fixtures";
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

describe("an owner of the tables who may create no roles and grant nothing of the database", () => {
  const owner = { user: "tables_owner", password: "own" };
  const run = async () => {
    const client = new pg.Client({ ...credentialsOf(bench.server), ...owner, database: "owned" });
    await client.connect();
    try {
      await client.query(script);
    } finally {
      await client.end();
    }
  };

  beforeAll(async () => {
    await bench.sql(`create role ${owner.user} login password '${owner.password}'`);
    const { schema } = limsSql("mini");
    await bench.server.createDatabase(
      "owned",
      schema,
      `do $$ declare name text; begin
        for name in select tablename from pg_tables where schemaname = 'public' loop
          execute format('alter table %I owner to ${owner.user}', name);
        end loop;
      end $$;
      revoke all on database owned from public;
      revoke all on schema public from public;
      grant connect on database owned to ${owner.user};
      grant usage on schema public to ${owner.user}`,
    );
  });

  test("can run the script once an administrator has created the role and let it connect", async () => {
    expect((await failureOf(run())).message).toBe("permission denied to create role");
    await bench.sql("create role ecephys_reader nologin");
    expect(await failureOf(run())).toMatchObject({
      message: "ecephys_reader may not connect to this database",
      hint: "Have its owner run: grant connect on database owned to ecephys_reader",
    });
    await bench.sql("grant connect on database owned to ecephys_reader");
    expect(await failureOf(run())).toMatchObject({
      message: "ecephys_reader may not use the schema public",
      hint: "Have its owner run: grant usage on schema public to ecephys_reader",
    });
    await bench.sql("grant usage on schema public to ecephys_reader", "owned");
    await run();
    await run();
    const reading = "has_column_privilege('ecephys_reader', 'ecephys_units', 'snr', 'select')";
    expect(await bench.sql(`select ${reading} as reading`, "owned")).toEqual([{ reading: true }]);
    await bench.sql("drop owned by ecephys_reader", "owned");
    await bench.sql("drop owned by ecephys_reader; drop role ecephys_reader");
  });
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
