import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { limsSql, type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { type LocalPostgres, startLocalPostgres } from "@ecephys/fixtures/postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ecephys, temporaryDirectory } from "../support/ecephys.ts";
import { dataFiles } from "../support/files.ts";

let server: LocalPostgres;
let web: SampleWarehouse;
let scratch: ReturnType<typeof temporaryDirectory>;
beforeAll(async () => {
  scratch = temporaryDirectory();
  web = await startSampleWarehouse();
  server = await startLocalPostgres();
  const { schema, data } = limsSql("mini");
  await server.createDatabase("lims2", schema, data);
});
afterAll(async () => {
  await server.stop();
  await web.close();
  scratch.remove();
});

/** The files of a directory with their bytes. */
const contents = (directory: string): [string, string][] =>
  dataFiles(directory).map((path) => [path, readFileSync(join(directory, path), "latin1")]);

const newDirectory = () => mkdtempSync(join(scratch.path, "cache-"));

function environment(own: Record<string, string> = {}): Record<string, string> {
  return {
    LIMS_HOST: server.host,
    LIMS_PORT: String(server.port),
    LIMS_DBNAME: "lims2",
    LIMS_USER: server.user,
    LIMS_PASSWORD: server.password,
    LIMS_APP_URL: web.url,
    ...own,
  };
}

const ids = ["--columns", "id", "--format", "csv"];

describe("--source lims", () => {
  it("with --published-at gives the same units as the warehouse", async () => {
    const cache = newDirectory();
    const published = ["--source", "lims", "--published-at", "2019-10-03", "--cache", cache];
    const fromLims = await ecephys(["units", ...published, ...ids], { env: environment() });
    expect(fromLims).toMatchObject({ code: 0, stderr: "" });
    const fromWarehouse = await ecephys(["units", "--cache", newDirectory(), "--base-url", web.url, ...ids]);
    expect(fromLims.stdout).toBe(fromWarehouse.stdout);
  });

  it("without it also gives unpublished sessions, from the same cache", async () => {
    const cache = newDirectory();
    const sessions = ["sessions", "--source", "lims", "--cache", cache, ...ids];
    const published = await ecephys([...sessions, "--published-at", "2019-10-03"], { env: environment() });
    const all = await ecephys(sessions, { env: environment({ LIMS_PORT: "9" }) });
    expect(all).toMatchObject({ code: 0, stderr: "" });
    expect(all.stdout.split("\n")).toHaveLength(published.stdout.split("\n").length + 1);
    expect(all.stdout).toContain("1100001155");
    expect(published.stdout).not.toContain("1100001155");
  });

  it("keeps its data apart from the public data, and stores no credentials", async () => {
    const home = newDirectory();
    const env = environment({ XDG_CACHE_HOME: home, LOCALAPPDATA: home, HOME: home });
    expect(await ecephys(["session-types", "--source", "lims"], { env })).toMatchObject({ code: 0 });
    const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.map(({ name }) => name)).toContain("sessions.csv");
    const status = await ecephys(["cache", "status", "--json"], { env });
    expect(JSON.parse(status.stdout)).toMatchObject({ total: { files: 0 } });
    for (const { parentPath, name } of files) {
      expect(parentPath).toMatch(/lims/);
      expect(readFileSync(join(parentPath, name), "latin1")).not.toContain(server.password);
    }
  });

  it.each([
    ["lims", "warehouse"],
    ["warehouse", "lims"],
  ])(
    "in a directory filled from %s, --source %s warns in one line; nothing is changed",
    async (first, second) => {
      const cache = newDirectory();
      const call = (source: string, ...flags: string[]) =>
        ecephys(["sessions", "--source", source, "--base-url", web.url, ...ids, ...flags], {
          env: environment({ ECEPHYS_CACHE: cache }),
        });
      const filled = await call(first);
      expect(filled).toMatchObject({ code: 0, stderr: "" });
      const before = contents(cache);
      const other = await call(second);
      expect(other).toMatchObject({ code: 0, stdout: filled.stdout });
      expect(other.stderr).toMatch(/^warning: .*\n$/);
      expect(other.stderr).toMatch(
        new RegExp(`${cache}.* from ${first}, not from ${second}.*--source ${first}`),
      );
      expect(contents(cache)).toEqual(before);
      const { stderr } = await call(second, "--offline", "--json-errors");
      expect(JSON.parse(stderr)).toEqual({ warning: { message: expect.stringContaining(`from ${first}`) } });
      expect(await call(second, "--quiet")).toMatchObject({ code: 0, stderr: "" });
      for (const source of [first, "fixed"]) expect((await call(source)).stderr).toBe("");
    },
  );

  it("takes credentials from a file that only its owner can read", async () => {
    const { LIMS_APP_URL = "", ...credentials } = environment();
    const file = join(newDirectory(), "credentials");
    const lines = Object.entries(credentials).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(file, lines.join(""), { mode: 0o600 });
    const env = { LIMS_CREDENTIALS_FILE: file, LIMS_APP_URL };
    const args = ["session-types", "--source", "lims", "--cache", newDirectory()];
    expect(await ecephys(args, { env })).toMatchObject({ code: 0, stderr: "" });
  });

  it("says which credentials are missing", async () => {
    const { code, stderr } = await ecephys(["units", "--source", "lims", "--cache", newDirectory()]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/LIMS_HOST, LIMS_DBNAME, LIMS_USER, LIMS_PASSWORD/);
  });

  it("says that the password is wrong, without repeating it", async () => {
    const env = environment({ LIMS_PASSWORD: "s3cret-and-wrong" });
    for (const flags of [[], ["--json-errors"]]) {
      const args = ["units", "--source", "lims", "--cache", newDirectory(), ...flags];
      const { code, stderr } = await ecephys(args, { env: { ...env, ECEPHYS_DEBUG: "1" } });
      expect(code).toBe(10);
      expect(stderr).toMatch(/refused these credentials/);
      expect(stderr).not.toContain("s3cret-and-wrong");
    }
  });

  it("refuses an invalid date", async () => {
    const args = ["units", "--source", "lims", "--published-at", "soon", "--cache", newDirectory()];
    const { code, stderr } = await ecephys(args, { env: environment() });
    expect(code).toBe(2);
    expect(stderr).toMatch(/"soon" is not a date/);
  });
});
