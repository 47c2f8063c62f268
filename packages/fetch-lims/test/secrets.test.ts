import { inspect } from "node:util";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { lims } from "../src/lims.ts";
import type { LimsOptions } from "../src/options.ts";
import { credentialsOf, EMPTY, failureOf, limsBench, userPool } from "./support.ts";

const bench = limsBench();
const PASSWORD = "pa55-w0rd-nobody-may-see";
const USER = "us3r-nobody-may-see";

const FAILURES: Record<string, LimsOptions> = {
  "a wrong password": {},
  "an unknown database": { database: "no_such" },
  "an unknown host": { host: "lims.invalid" },
  "a refused connection": { port: 9 },
  "refused TLS": { ssl: true },
  "a missing table": { database: EMPTY },
  "an address in the place of the host": { host: `postgres://${USER}:${PASSWORD}@lims2:5432/lims2` },
  "no database": { database: "" },
  "credentials that are no text": { password: { PASSWORD } as never },
  "a credentials function that fails": {
    password: undefined,
    credentials: () => {
      throw new Error(`could not use ${USER}:${PASSWORD}`);
    },
  },
  "a password function that fails at the second connection": {
    password: undefined,
    credentials: failingSecond(),
  },
};

function failingSecond() {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls > 1) throw new Error(`could not use ${USER}:${PASSWORD}`);
    return { password: PASSWORD };
  };
}

const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((text) => {
      printed.push(String(text));
      return true;
    });
  }
});
afterEach(() => vi.restoreAllMocks());

describe("user and password are nowhere in what is shown", () => {
  test.each(Object.keys(FAILURES))("after %s", async (name) => {
    const api = bench.lims({ user: USER, password: PASSWORD, retry: { tries: 1 }, ...FAILURES[name] });
    const error = await failureOf(api.getSessions());
    expectSilent(error.message, everything(error), JSON.stringify(error), everything(api), ...printed);
  });

  test("once it works: neither in the backend nor in its pool", async () => {
    await bench.sql(`create role "${USER}" login superuser password '${PASSWORD}'`);
    const api = bench.lims({ user: USER, password: PASSWORD });
    const table = await api.getSessions();
    const file = await api.getSessionData(715093703);
    expectSilent(everything(api), everything(file), everything(table.objects()), ...printed);
  });
});

describe("a role that may open no more connections", () => {
  beforeAll(async () => {
    await bench.sql(`create role "limited-${USER}" login connection limit 0 password '${PASSWORD}'`);
  });

  test("is not named by the error, which says what the server needs", async () => {
    const api = bench.lims({ user: `limited-${USER}`, password: PASSWORD, retry: { tries: 1 } });
    const error = await failureOf(api.getSessions());
    expect(error.message).toMatch(/the server has no connection left/);
    expect((error.cause as Error).message).toBe('too many connections for role "…"');
    expectSilent(error.message, everything(error), JSON.stringify(error));
  });

  test("nor where the pool is the caller's", async () => {
    const { host, port } = bench.server;
    const connectionString = `postgres://limited-${USER}:${PASSWORD}@${host}:${port}/mini`;
    for (const options of [{ user: `limited-${USER}`, password: PASSWORD }, { connectionString }]) {
      const pool = userPool(bench.server, options);
      const error = await failureOf(lims({ pool, retry: { tries: 1 } }).getSessions());
      expectSilent(error.message, everything(error), JSON.stringify(error));
      await pool.end();
    }
  });
});

test("credentials in the address of the web application are not shown", async () => {
  const appUrl = bench.app.url.replace("//", `//${USER}:${PASSWORD}@`);
  const api = bench.lims({ ...credentialsOf(bench.server), appUrl });
  const file = await api.getSessionData(715093703);
  expectSilent(file.url, everything(file));
  expect(file.url).toBe(`${bench.app.url}/well_known_files/download/1026123372?wkf_id=1026123372`);
});

/** All that Node can show of a value, hidden properties and causes included. */
function everything(value: unknown): string {
  return inspect(value, { depth: 12, showHidden: true, maxStringLength: Infinity });
}

function expectSilent(...texts: string[]): void {
  for (const text of texts) {
    expect(text).not.toContain(PASSWORD);
    expect(text).not.toContain(USER);
  }
}
