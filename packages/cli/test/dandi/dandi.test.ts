import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fixtureFile } from "@ecephys/fixtures";
import {
  DANDI_KEY,
  DANDI_LFP,
  DANDI_SESSION,
  type SampleDandi,
  startSampleDandi,
} from "@ecephys/fixtures/dandi";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inProcess, temporaryDirectory } from "../support/ecephys.ts";

const SESSION = `dandi://000021/${DANDI_SESSION}`;

let archive: SampleDandi;
let scratch: ReturnType<typeof temporaryDirectory>;
let env: Record<string, string>;
beforeAll(async () => {
  archive = await startSampleDandi();
  scratch = temporaryDirectory();
});
beforeEach(() => {
  archive.requests.length = 0;
  env = {
    ECEPHYS_DANDI_URL: archive.apiUrl,
    ECEPHYS_DANDI_CACHE: mkdtempSync(join(scratch.path, "dandi-")),
  };
});
afterAll(async () => {
  await archive.close();
  scratch.remove();
});

describe("ecephys dandi ls", () => {
  it("lists the files of a dandiset, all or those that match", async () => {
    const all = await inProcess(["dandi", "ls", "000021", "--columns", "path", "--format", "csv"], { env });
    expect(all).toMatchObject({
      code: 0,
      stderr: "",
      stdout: ["path", "dataset_description.json", DANDI_LFP, DANDI_SESSION, ""].join("\n"),
    });
    const some = await inProcess(
      ["dandi", "ls", "dandi://000021@draft", "--glob", "*_ses-715093703.nwb", "--json"],
      { env },
    );
    expect(JSON.parse(some.stdout)).toMatchObject([
      {
        path: DANDI_SESSION,
        size: fixtureFile("mini", "session_715093703.nwb").byteLength,
        embargoed: false,
      },
    ]);
    const folder = await inProcess(
      ["dandi", "ls", "000021/sub-699733573/", "--format", "csv", "--columns", "path"],
      { env },
    );
    expect(folder.stdout.split("\n")).toHaveLength(4);
  });

  it("of an embargoed set takes the key of the environment, and shows it nowhere", async () => {
    const args = ["dandi", "ls", "000999", "--json"];
    const without = await inProcess(args, { env });
    expect(without.code).toBe(5);
    expect(without.stderr).toContain("DANDI_API_KEY");
    const wrong = await inProcess(args, { env: { ...env, DANDI_API_KEY: "wrong-key" } });
    expect(wrong.stderr).toContain("Check that the API key is valid");
    expect(wrong.stderr).not.toContain("wrong-key");
    const right = await inProcess(args, { env: { ...env, DANDI_API_KEY: DANDI_KEY } });
    expect(right).toMatchObject({ code: 0, stderr: "" });
    expect(right.stdout).not.toContain(DANDI_KEY);
  });

  it("refuses what is no dandiset, and the network while offline", async () => {
    expect(await inProcess(["dandi", "ls", "21"])).toMatchObject({ code: 2 });
    expect((await inProcess(["dandi", "ls", "21"])).stderr).toContain("Give a dandiset of six digits");
    expect(await inProcess(["dandi", "ls", "000777"], { env })).toMatchObject({ code: 3 });
    expect(await inProcess(["dandi", "ls", "000021", "--offline"], { env })).toMatchObject({ code: 4 });
    expect(archive.requests.filter((request) => !request.includes("000777"))).toEqual([]);
  });
});

describe("ecephys session dandi://…", () => {
  it("streams the file, and reads a downloaded one instead, also offline", async () => {
    const args = ["session", SESSION, "units", "--format", "csv"];
    const streamed = await inProcess(args, { env });
    expect(streamed).toMatchObject({ code: 0, stderr: "Transferred 3.0 MB in 1 request.\n" });
    expect(streamed.stdout.split("\n").length).toBeGreaterThan(10);
    expect(archive.requests.some((request) => request.startsWith("bucket GET"))).toBe(true);
    expect(await inProcess(["download", SESSION], { env })).toMatchObject({ code: 0 });
    archive.requests.length = 0;
    expect(await inProcess(args, { env })).toMatchObject({ code: 0, stdout: streamed.stdout });
    expect(archive.requests.some((request) => request.startsWith("bucket"))).toBe(false);
    archive.requests.length = 0;
    expect(await inProcess([...args, "--offline"], { env })).toMatchObject({
      code: 0,
      stdout: streamed.stdout,
    });
    expect(archive.requests).toEqual([]);
  });

  it("finds the LFP of a probe beside it", async () => {
    const args = [
      "session",
      SESSION,
      "lfp",
      "--probe",
      "752552876",
      "--from",
      "38.7",
      "--to",
      "38.71",
      "--format",
      "csv",
    ];
    const { code, stderr, stdout } = await inProcess(args, { env });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^Transferred \S+ MB in \d requests\.\n$/),
    });
    expect(stdout.split("\n").length).toBeGreaterThan(2);
  });

  it("says which file is meant where an address names none, or one that does not exist", async () => {
    const set = await inProcess(["session", "dandi://000021"], { env });
    expect(set).toMatchObject({ code: 2 });
    expect(set.stderr).toContain("it names a dandiset, and no file of it");
    const wrong = await inProcess(["session", SESSION.slice(0, -4)], { env });
    expect(wrong).toMatchObject({ code: 3 });
    expect(wrong.stderr).toContain(`Did you mean ${DANDI_SESSION}?`);
  });
});

describe("ecephys download dandi://…", () => {
  it("puts files into a directory with their digests checked, and finds them there", async () => {
    const to = mkdtempSync(join(scratch.path, "to-"));
    const args = ["download", "dandi://000021/*_ses-715093703*", "--to", to];
    const plan = await inProcess([...args, "--dry-run"], { env });
    expect(plan).toMatchObject({ code: 0, stderr: "" });
    expect(plan.stdout).toContain("2 files, 3.4 MB to download.");
    const { code, stdout } = await inProcess(args, { env });
    expect(code).toBe(0);
    expect(stdout).toContain(`${join(to, DANDI_SESSION)} (SHA-256 checked)`);
    const downloaded = readFileSync(join(to, DANDI_SESSION));
    expect(downloaded.equals(fixtureFile("mini", "session_715093703.nwb"))).toBe(true);
    const again = JSON.parse((await inProcess([...args, "--json"], { env })).stdout);
    expect(again.files).toMatchObject([{ wasThere: true }, { wasThere: true, asset: DANDI_SESSION }]);
  });

  it("keeps nothing whose digest differs", async () => {
    const own = archive.assets;
    archive.assets = own.map((asset) => ({ ...asset, sha256: "0".repeat(64) }));
    const { code, stderr } = await inProcess(["download", SESSION], { env });
    archive.assets = own;
    expect(code).toBe(6);
    expect(stderr).toContain("SHA-256");
  });

  it("is not mixed with files of the project", async () => {
    const mixed = await inProcess(["download", SESSION, "--session", "715093703"], { env });
    expect(mixed).toMatchObject({ code: 2 });
    expect(mixed.stderr).toContain("not both at once");
    expect((await inProcess(["download", "--scene", "0", "--to", "x"], { env })).stderr).toContain(
      "--to applies",
    );
  });
});
