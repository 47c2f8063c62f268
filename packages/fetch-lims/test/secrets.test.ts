import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { LimsOptions } from "../src/options.ts";
import { credentialsOf, EMPTY, failureOf, limsBench } from "./support.ts";

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
