import { setTimeout as sleep } from "node:timers/promises";
import { isEcephysError } from "@ecephys/files";
import { beforeAll, describe, expect, test } from "vitest";
import { lims } from "../src/lims.ts";
import type { PgPool } from "../src/pg-types.ts";
import { activeQueries, lockTable, untilActive } from "./locked.ts";
import { failureOf, limsBench, userPool } from "./support.ts";

const bench = limsBench();

describe("a server that is killed and comes back 2 s later", () => {
  async function killAndRevive(): Promise<void> {
    await bench.server.kill();
    await sleep(2_000);
    await bench.server.start();
  }

  test("during a query: the query is retried", async () => {
    const api = bench.lims();
    const { numRows } = await counts(api.getUnits());
    await lockTable(bench, "ecephys_units");
    const running = api.getUnits();
    await untilActive(bench, 1);
    const [units] = await Promise.all([running, killAndRevive()]);
    expect(units.numRows()).toBe(numRows);
  });

  test("during a result: rows arrive once, not twice", async () => {
    const api = bench.lims({ batchRows: 100 });
    const expected = await counts(api.getChannels());
    let revived: Promise<void> | undefined;
    const channels = await api.getChannels({
      onProgress: () => {
        revived ??= killAndRevive();
      },
    });
    await revived;
    expect(await counts(Promise.resolve(channels))).toEqual(expected);
  });

  test("between two queries: the dead connections are replaced", async () => {
    const api = bench.lims();
    await api.getSessions();
    await bench.server.kill();
    await bench.server.start();
    expect((await api.getSessions()).numRows()).toBeGreaterThan(0);
  });

  test("too late: the loss is reported after the last retry", async () => {
    const api = bench.lims({ retry: { tries: 2, baseDelay: 10 } });
    await api.getSessions();
    await bench.server.kill();
    const error = await failureOf(api.getSessions());
    expect(isEcephysError(error, "database")).toBe(true);
    await bench.server.start();
  });
});

describe("a server that is out of reach for a moment", () => {
  function flakyPool(failures: { left: number }): PgPool {
    const pool = userPool(bench.server);
    return {
      async connect() {
        if (failures.left-- > 0) throw Object.assign(new Error("read ETIMEDOUT"), { code: "ETIMEDOUT" });
        return pool.connect();
      },
      end: () => pool.end(),
    };
  }

  test("is retried where it has answered before", async () => {
    const failures = { left: 0 };
    const pool = flakyPool(failures);
    const api = lims({ pool, retry: { baseDelay: 1 } });
    await api.getSessions();
    failures.left = 2;
    expect((await api.getSessions()).numRows()).toBeGreaterThan(0);
    await pool.end();
  });

  test("and fails at once where it never has", async () => {
    const failures = { left: 1 };
    const pool = flakyPool(failures);
    expect((await failureOf(lims({ pool }).getSessions())).message).toMatch(
      /the server cannot be reached \(ETIMEDOUT\)/,
    );
    await pool.end();
  });
});

describe("answers of a busy server", () => {
  beforeAll(async () => {
    await bench.sql(`
      create table trouble (until timestamptz, state text, message text default 'trouble');
      insert into trouble values (now(), '00000');
      create function troubled() returns boolean language plpgsql as $$
      declare state text; message text;
      begin
        select trouble.state, trouble.message into state, message from trouble where clock_timestamp() < until;
        if found then raise exception '%', message using errcode = state; end if;
        return true;
      end $$;
      alter table genders rename to real_genders;
      create view genders as select * from real_genders where troubled()`);
  });

  test.each([
    ["40001", "a conflict of serialisation"],
    ["40P01", "a deadlock"],
    ["57P03", "a server that is starting up"],
    ["53300", "too many connections"],
  ])("%s (%s) is retried until it passes", async (state) => {
    await bench.sql(`update trouble set state = '${state}', until = clock_timestamp() + interval '300 ms'`);
    expect((await bench.lims().getSessions()).numRows()).toBeGreaterThan(0);
  });

  test.each(["server conn crashed?", "query_wait_timeout", "pgbouncer is shutting down"])(
    "%s, as PgBouncer words it, is retried until it passes",
    async (message) => {
      await bench.sql(`
        update trouble set state = '08P01', message = '${message}', until = clock_timestamp() + interval '300 ms'`);
      expect((await bench.lims().getSessions()).numRows()).toBeGreaterThan(0);
    },
  );

  test.each([
    ["no such database: mini", /no database of this name.*LIMS_DBNAME/],
    ['password authentication failed for user "somebody"', /refused these credentials/],
  ])("%s, as PgBouncer words it, is reported as the server's own", async (message, told) => {
    await bench.sql(`
      update trouble set state = '08P01', message = '${message}', until = clock_timestamp() + interval '1 hour'`);
    const error = await failureOf(bench.lims().getSessions());
    await bench.sql("update trouble set until = now(), message = 'trouble'");
    expect(error.message).toMatch(told);
    expect(String(error.cause)).not.toContain("somebody");
  });

  test("an error that a retry cannot mend is not retried", async () => {
    await bench.sql("update trouble set state = '22012', until = clock_timestamp() + interval '1 hour'");
    const error = await failureOf(bench.lims().getSessions());
    expect(error.message).toMatch(/the server answered 22012: trouble/);
    await bench.sql("update trouble set until = now()");
  });

  test("one that persists fails after the last retry and says why", async () => {
    await bench.sql("update trouble set state = '40001', until = clock_timestamp() + interval '1 hour'");
    const error = await failureOf(bench.lims({ retry: { tries: 3, baseDelay: 5 } }).getSessions());
    expect(isEcephysError(error, "database") && error.retryable).toBe(true);
    expect(error.message).toMatch(/conflicted with changes/);
    await bench.sql("update trouble set until = now()");
  });
});

describe("a statement that takes too long", () => {
  test("is ended by the server after the statement time-out", async () => {
    const lock = await lockTable(bench, "ecephys_probes");
    const error = await failureOf(bench.lims({ statementTimeout: 150 }).getProbes());
    expect(isEcephysError(error, "database")).toBe(true);
    expect(error.message).toMatch(/took longer than 0\.15 s.*statementTimeout/);
    expect(await activeQueries(bench)).toBe(0);
    await lock.unlock();
  });

  test("is distinguished from a silent server, however long the connection time-out", async () => {
    const lock = await lockTable(bench, "ecephys_probes");
    const api = bench.lims({ statementTimeout: 150, connectionTimeout: 0 });
    const errors = await Promise.all(Array.from({ length: 8 }, () => failureOf(api.getProbes())));
    for (const { message } of errors) expect(message).toMatch(/took longer than 0\.15 s/);
    await lock.unlock();
  });

  test("may take as long as a timer can hold", async () => {
    const api = bench.lims({ statementTimeout: 2 ** 31 - 1 });
    expect((await api.getProbes()).numRows()).toBeGreaterThan(0);
  });

  test("leaves the time-outs of the connection's other queries unchanged", async () => {
    const api = bench.lims({ statementTimeout: 1_000, maxConnections: 1 });
    const lock = await lockTable(bench, "ecephys_probes");
    await failureOf(api.getProbes());
    await lock.unlock();
    expect((await api.getProbes()).numRows()).toBeGreaterThan(0);
  });
});

async function counts(table: Promise<{ numRows(): number; array(name: string): ArrayLike<unknown> }>) {
  const found = await table;
  return { numRows: found.numRows(), ids: Array.from(found.array("id")) };
}
