import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isEcephysError } from "@ecephys/files";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LimsApi, lims } from "../src/lims.ts";
import { limsCredentialsFile } from "../src/node.ts";
import type { LimsOptions } from "../src/options.ts";
import { credentialsOf, failureOf, limsBench } from "./support.ts";

const bench = limsBench();
const open: LimsApi[] = [];
afterAll(() => Promise.all(open.map((api) => api.close())));

async function sessions(options: LimsOptions): Promise<number> {
  const api = lims({ env: {}, ...options });
  open.push(api);
  return (await api.getSessions()).numRows();
}

function environment() {
  const { host, port, user, password } = credentialsOf(bench.server);
  return {
    LIMS_HOST: host,
    LIMS_PORT: String(port),
    LIMS_DBNAME: "mini",
    LIMS_USER: user,
    LIMS_PASSWORD: password,
  };
}

describe("credentials come from", () => {
  test("options", async () => {
    expect(await sessions({ ...credentialsOf(bench.server), database: "mini" })).toBeGreaterThan(0);
  });

  test("the environment, under AllenSDK's names", async () => {
    expect(await sessions({ env: environment() })).toBeGreaterThan(0);
  });

  test("an object or a function, overridden by single options and completed by the environment", async () => {
    const { LIMS_PASSWORD, ...env } = environment();
    expect(await sessions({ env, credentials: { password: LIMS_PASSWORD } })).toBeGreaterThan(0);
    const credentials = async () => ({ password: LIMS_PASSWORD, database: "no_such" });
    expect(await sessions({ env, credentials, database: "mini" })).toBeGreaterThan(0);
  });

  test("a function that is called for every connection, so that passwords may change", async () => {
    await bench.sql("create role changing login superuser password 'first'");
    let password = "first";
    const credentials = () => ({
      ...credentialsOf(bench.server),
      user: "changing",
      password,
      database: "mini",
    });
    const api = lims({ env: {}, credentials, idleTimeout: 1 });
    open.push(api);
    await api.getSessions();
    await bench.sql("alter role changing password 'second'");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await failureOf(api.getSessions())).message).toMatch(/refused these credentials/);
    password = "second";
    expect((await api.getSessions()).numRows()).toBeGreaterThan(0);
  });
});

describe("a credentials file", () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "lims-credentials-"));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  const write = (text: string, mode = 0o600): string => {
    const path = join(directory, `${Math.random()}`);
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  };

  test.each(["", "\ufeff"])("is JSON (after %j)", async (start) => {
    const path = write(
      `${start}{"host": "h", "port": 5433, "dbname": "lims2", "user": "u", "password": "p", "more": 1}`,
    );
    const expected = { host: "h", port: 5433, database: "lims2", user: "u", password: "p" };
    expect(await limsCredentialsFile(path)()).toEqual(expected);
  });

  test("or the lines of an environment", async () => {
    const path = write(
      `# LIMS\n\nexport LIMS_HOST=h\nLIMS_PORT = 5433\nLIMS_DBNAME='lims2'\nLIMS_PASSWORD="a = b"\n`,
    );
    const expected = { host: "h", port: 5433, database: "lims2", password: "a = b" };
    expect(await limsCredentialsFile(path)()).toEqual(expected);
  });

  test.each([0o640, 0o604, 0o660])("that other users may read (%o) is refused", async (mode) => {
    const path = write('{"password": "s3cret"}', mode);
    const error = await failureOf(limsCredentialsFile(path)());
    expect(isEcephysError(error, "argument")).toBe(true);
    expect(error.message).toContain(`chmod 600 ${path}`);
    expect(error.message).not.toContain("s3cret");
  });

  test.each(['{"password": "s3cret"', '{"password": ["s3cret"]}', "s3cret", "[]s3cret"])(
    "that holds something else is refused without showing it",
    async (text) => {
      const error = await failureOf(limsCredentialsFile(write(text))());
      expect(isEcephysError(error, "argument")).toBe(true);
      expect(`${error.message}${error.stack}`).not.toContain("s3cret");
    },
  );

  test("that does not exist is named", async () => {
    const error = await failureOf(limsCredentialsFile(join(directory, "none"))());
    expect(error.message).toMatch(/none cannot be read \(ENOENT\)/);
  });

  test("opens a connection", async () => {
    const path = write(JSON.stringify({ ...credentialsOf(bench.server), database: "mini" }));
    expect(await sessions({ credentials: limsCredentialsFile(path) })).toBeGreaterThan(0);
  });
});

describe("credentials that are missing", () => {
  test("are all named, with their variables", async () => {
    const error = await failureOf(sessions({ host: "h", user: "u" }));
    expect(isEcephysError(error, "argument")).toBe(true);
    expect(error.message).toMatch(/there is no database, no password\./);
    expect(error.message).toMatch(/LIMS_DBNAME, LIMS_PASSWORD/);
  });

  test("may be corrected between two calls", async () => {
    const env: Record<string, string> = { ...environment(), LIMS_PASSWORD: "" };
    const api = lims({ env });
    open.push(api);
    expect((await failureOf(api.getSessions())).message).toMatch(/no password/);
    env.LIMS_PASSWORD = bench.server.password;
    expect((await api.getSessions()).numRows()).toBeGreaterThan(0);
  });

  test.each([
    ["host", "LIMS_HOST"],
    ["database", "LIMS_DBNAME"],
    ["user", "LIMS_USER"],
  ])("include an empty %s, which pg would replace by a default", async (name, variable) => {
    const error = await failureOf(sessions({ env: { ...environment(), [variable]: "" }, [name]: "" }));
    expect(error.message).toContain(`there is no ${name}.`);
    expect(await sessions({ env: environment(), [name]: "" })).toBeGreaterThan(0);
  });

  test.each([0, 70_000, Number.NaN, 1.5])("a port of %s is refused", async (port) => {
    const error = await failureOf(sessions({ env: environment(), port }));
    expect(error.message).toMatch(/port is not a number from 1 to 65535/);
  });
});
