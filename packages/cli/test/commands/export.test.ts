import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type LocalPostgres, startLocalPostgres } from "@ecephys/fixtures/postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inProcess, sampleCache, temporaryDirectory } from "../support/ecephys.ts";
import { examplesOf, runHere } from "../support/help-examples.ts";

const SESSIONS = [715093703, 777821539];
const scratch = temporaryDirectory();
const dataset = join(scratch.path, "dataset");
let cache: ReturnType<typeof sampleCache>;
let postgres: LocalPostgres | undefined;

beforeAll(() => {
  cache = sampleCache();
});
afterAll(async () => {
  cache.remove();
  scratch.remove();
  await postgres?.stop();
});

/** The address of a database, started when it is asked for. */
async function database(): Promise<string> {
  postgres ??= await startLocalPostgres();
  const { host, password, port, user } = postgres;
  return `postgres://${user}:${password}@${host}:${port}/postgres`;
}

const here = () => ["--cache", cache.path, "--source", "fixed"];
const lines = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("export", () => {
  it("writes one table into one file", async () => {
    const out = join(scratch.path, "units.parquet");
    const { code, stdout, stderr } = await inProcess(["export", "units", "--out", out, ...here()]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const units = await inProcess(["units", "--format", "csv", ...here()]);
    expect(stdout).toContain(`units.parquet: ${units.stdout.trim().split("\n").length - 1} rows, `);
    expect(readFileSync(out).subarray(-4).toString()).toBe("PAR1");
  });

  it("makes a dataset of all sessions that have a file, says once which have none, and tells how far it is", async () => {
    const args = ["export", "presentations,sessions", "--out", dataset, "--partition", "session"];
    const made = await inProcess([...args, ...here()]);
    expect(made).toMatchObject({
      code: 0,
      stderr: "warning: 3 sessions without a file, left out: 782942878, 815201807, 841091071.\n",
    });
    expect(lines(made.stdout).map(({ outcome, task }) => `${task} ${outcome}`)).toEqual([
      "sessions written",
      ...SESSIONS.map((id) => `presentations/${id} written`),
    ]);
    const again = await inProcess([...args, "--sessions", SESSIONS.join(","), ...here()]);
    expect(again.code).toBe(0);
    expect(lines(again.stdout).map(({ outcome }) => outcome)).toEqual(["skipped", "skipped", "skipped"]);
    // What was made in another way before does not go with it.
    const psth = [
      "export",
      "psth",
      "--out",
      `${dataset}-mixed`,
      "--partition",
      "session",
      "--set",
      "stimuli=flashes",
    ];
    for (const [at, bin] of [0.1, 0.2].entries()) {
      const part = ["--sessions", String(SESSIONS[at]), "--set", `bin=${bin}`];
      const { stderr } = await inProcess([...psth, ...part, ...here()]);
      expect(stderr.includes(`psth: parameters: {"bin":0.1,"stimuli":["flashes"]} in 1 file`)).toBe(at === 1);
    }
    const mixed = await inProcess(["export", "status", `${dataset}-mixed`]);
    expect(mixed.stdout).toContain("files differ in psth: parameters: ");
    // Whoever names a session means that one.
    const named = ["--sessions", `${SESSIONS[0]},782942878`];
    const lacking = await inProcess([...args, ...named, ...here()]);
    expect(lacking).toMatchObject({ code: 11, stderr: expect.stringContaining("782942878") });
    expect(
      await inProcess([...args, "--sessions", "782942878", "--out", `${dataset}-2`, ...here()]),
    ).toMatchObject({ code: 11 });
    const status = await inProcess(["export", "status", dataset]);
    expect(status.stdout).toMatch(/^Dataset .*: 3 of 3 tasks done, \d+,?\d* rows, /);
    expect(JSON.parse((await inProcess(["export", "status", dataset, "--json"])).stdout).counts.done).toBe(3);
  });

  it("plans tasks of one's own, and runs parts of the plan", async () => {
    const module = join(scratch.path, "rates.mjs");
    writeFileSync(
      module,
      `export const rates = {
        name: "rates", level: "session", description: "", version: 1,
        parameters: [{ name: "least", type: "number", description: "" }],
        rows: async (session, { least = 0 }) => ({
          columns: [{ name: "least", type: "float64", nullable: false }],
          async *blocks() { yield { rowCount: 1, columns: { least: [least] } }; },
        }),
      };`,
    );
    const file = join(scratch.path, "tasks.ndjson");
    const ids = ["--sessions", SESSIONS.join(",")];
    const own = ["--module", module];
    const planning = ["export", "plan", "rates", ...ids, ...own, "--out", dataset, ...here()];
    const plan = await inProcess([...planning, "--set", "least=2.5", "--isi-violations-maximum", "none"]);
    expect(plan).toMatchObject({ code: 0, stderr: "" });
    const tasks = lines(plan.stdout);
    expect(tasks).toMatchObject([
      { parameters: { least: 2.5 }, filters: { isiViolationsMaximum: null } },
      { output: `rates/ecephys_session_id=${SESSIONS[1]}/part-0.parquet` },
    ]);
    writeFileSync(file, plan.stdout);
    const elsewhere = join(scratch.path, "elsewhere");
    for (const shard of ["1/2", "2/2"]) {
      const run = ["export", "run", "--task-file", file, "--shard", shard, "--out", elsewhere];
      expect(await inProcess([...run, ...own, ...here()])).toMatchObject({ code: 0, stderr: "" });
    }
    const { counts } = JSON.parse((await inProcess(["export", "status", elsewhere, "--json"])).stdout);
    expect(counts).toMatchObject({ done: 2 });
    expect((await inProcess([...planning, "--set", "lest=1"])).stderr).toContain("There are least");
    expect((await inProcess([...planning, "--set", "least=x"])).stderr).toContain(
      'a number is expected, not "x"',
    );
  });

  it("fails with a code for schedulers, and says what to do", async () => {
    const missing = await inProcess(["export", "run", "--task-file", join(scratch.path, "none"), ...here()]);
    expect(missing).toMatchObject({ code: 9 });
    expect(missing.stderr).toContain("ecephys export plan");
    const empty = join(scratch.path, "empty.ndjson");
    writeFileSync(empty, "\n");
    expect(await inProcess(["export", "run", "--task-file", empty, ...here()])).toMatchObject({
      code: 7,
      stderr: expect.stringContaining("there is no task in it"),
    });
    expect(await inProcess(["export", "status", join(scratch.path, "nowhere")])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("nothing is planned or finished there"),
    });
    expect(await inProcess(["export", "presentations", "--out", "x.parquet", ...here()])).toMatchObject({
      code: 2,
    });
    expect(await inProcess(["export", "presentation", "--out", "x", "--partition", "session"])).toMatchObject(
      {
        code: 2,
        stderr: expect.stringContaining("Did you mean presentations?"),
      },
    );
    const file = join(scratch.path, "tasks.ndjson");
    const wrong = await inProcess(["export", "run", "--task-file", file, "--shard", "3/2", ...here()]);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("3/16") });
    // Its task is not given along: a failure of each task.
    const unknown = await inProcess(["export", "run", "--task-file", file, ...here()]);
    expect(unknown).toMatchObject({ code: 2 });
    expect(lines(unknown.stdout)).toMatchObject([{ outcome: "failed" }, { outcome: "failed" }]);
  });

  it("submits tasks to a queue, which a worker serves, and never prints its password", async () => {
    const queue = ["--queue", await database()];
    const submit = ["export", "submit", "presentations", "--sessions", SESSIONS.join(","), "--out", dataset];
    const submitted = await inProcess([...submit, "--expire", "2m", ...queue, ...here()]);
    expect(submitted).toMatchObject({
      code: 0,
      stdout: "2 tasks submitted, 0 in the queue already\n",
      stderr: "",
    });
    const [job] = await postgres!.sql("postgres", "select distinct expire_in::text from pgboss.job");
    expect(job).toEqual({ expire_in: "00:02:00" });
    const again = await inProcess([...submit, ...queue, ...here(), "--json"]);
    expect(JSON.parse(again.stdout)).toEqual({ tasks: 2, added: 0 });
    const served = await inProcess(["worker", ...queue, "--until-empty", ...here()]);
    expect(served).toMatchObject({ code: 0, stderr: "" });
    expect(lines(served.stdout).map(({ outcome }) => outcome)).toEqual(["skipped", "skipped"]);
    expect(await inProcess(["export", "cancel", ...queue])).toMatchObject({
      code: 0,
      stdout: "0 tasks cancelled\n",
    });
    const wrong = ["--queue", (await database()).replace(/:[^:@]+@/, ":guessed-word@")];
    const refused = await inProcess(["worker", ...wrong, ...here()]);
    expect(refused).toMatchObject({ code: 10 });
    expect(refused.stderr).toContain("PGPASSWORD");
    expect(refused.stderr).not.toContain("guessed-word");
    const none = await inProcess(["worker", ...here()]);
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("ECEPHYS_QUEUE") });
  });

  it.each([
    "export",
    "export tables",
    "export plan",
    "export run",
    "export status",
    "export submit",
    "worker",
    "export cancel",
  ])("runs the examples in the help of %s", async (name) => {
    const { stdout: help } = await inProcess([...name.split(" "), "--help"]);
    const examples = examplesOf(help);
    expect(examples).not.toEqual([]);
    const address = await database();
    const before = process.cwd();
    process.chdir(scratch.path);
    for (const line of examples) {
      const here = line
        .replaceAll("postgres://lab-db/exports", `'${address}'`)
        .replaceAll(/(ecephys worker (?!.*--until-empty).*)/g, "$1 --until-empty")
        .replaceAll("/lab/dataset", join(scratch.path, "lab"))
        .replace("$SLURM_ARRAY_TASK_ID", "3")
        .replace(" | wc -l", "");
      const env = { ECEPHYS_CACHE: cache.path, ECEPHYS_OFFLINE: "1" };
      const { code, stderr } = await runHere(here, { env });
      expect(code, `${line}\n${stderr}`).toBe(0);
    }
    process.chdir(before);
  });
});
