import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { serve, serveFile } from "@ecephys/fixtures/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readsLfp, VIEW_NAMES } from "../../src/session/view-options.ts";
import { inProcess, sampleCache, temporaryDirectory } from "../support/ecephys.ts";
import { lfpPath, sessionPath } from "../support/files.ts";

const SESSION = 715093703;
const PROBE = 752552876;

let place: ReturnType<typeof temporaryDirectory>;
let file: string;
let env: Record<string, string>;
beforeAll(() => {
  const cache = sampleCache();
  place = temporaryDirectory();
  mkdirSync(join(place.path, "my data"));
  file = join(place.path, "my data", "some.nwb");
  copyFileSync(join(cache.path, sessionPath(SESSION)), file);
  copyFileSync(join(cache.path, lfpPath(SESSION, PROBE)), join(place.path, "lfp.nwb"));
  cache.remove();
  env = { ECEPHYS_CACHE: join(place.path, "cache"), ECEPHYS_WAREHOUSE_URL: "http://127.0.0.1:9" };
});
afterAll(() => place.remove());

type Row = Readonly<Record<string, unknown>>;

async function rows(...args: string[]): Promise<Row[]> {
  const { code, stdout, stderr } = await inProcess([...args, "--format", "json", "--quiet"], { env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Row[];
}

describe("the path of a file in place of a session's id", () => {
  it("gives its units, with the file's structures and without the project's columns", async () => {
    const units = await rows("session", file, "units");
    expect(units).toHaveLength(19);
    expect(units[0]).toMatchObject({ unit_id: expect.any(Number), structure_acronym: expect.any(String) });
    expect(units[0]).not.toHaveProperty("ecephys_structure_acronym");
  });

  it("has its stimulus metrics computed, with the columns of its units or alone", async () => {
    const recompute = ["metrics", "--session", file, "--recompute", "--stimulus", "flashes,dot_motion"];
    const missing = await inProcess([...recompute, "--quiet"], { env });
    expect(missing).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("dot_motion: it was not shown"),
    });
    const flashes = recompute.with(-1, "flashes");
    const metrics = await rows(...flashes);
    expect(metrics).toHaveLength(19);
    expect(metrics[0]).toMatchObject({
      ecephys_unit_id: expect.any(Number),
      structure_acronym: expect.any(String),
      time_to_peak_fl: expect.any(Number),
    });
    expect(metrics[0]).not.toHaveProperty("pref_ori_dg");
    const alone = await rows(...flashes, "--no-annotate", "--workers", "1");
    expect(Object.keys(alone[0]!)).toContain("on_off_ratio_fl");
    expect(alone[0]).not.toHaveProperty("snr");
    for (const [i, row] of alone.entries()) expect(metrics[i]).toMatchObject(row);
  });

  it("is read by every view, by psth and by raster", async () => {
    const [{ unit_id } = {}] = await rows("session", file, "units", "--sort", "-firing_rate", "--limit", "1");
    const unit = ["--unit", String(unit_id)];
    const needed: Readonly<Record<string, readonly string[]>> = {
      spikes: unit,
      waveforms: unit,
      correlogram: unit,
      counts: [...unit, "--stimulus", "flashes", "--from", "0", "--to", "0.25"],
      "receptive-field": unit,
    };
    for (const view of VIEW_NAMES.filter((name) => !readsLfp(name)))
      expect(await rows("session", file, view, ...(needed[view] ?? []), "--limit", "2"), view).not.toEqual(
        [],
      );
    expect(await rows("psth", file, "--stimulus", "flashes", ...unit, "--bin", "0.6")).toHaveLength(1);
    expect(await rows("raster", file, "--stimulus", "flashes", ...unit, "--limit", "2")).toHaveLength(2);
  });

  it("reads LFP from the file that is named, or that lies beside it as in a project's cache", async () => {
    const lfp = ["lfp", "--probe", String(PROBE), "--from", "38.7", "--to", "38.75"];
    const named = await rows("session", file, ...lfp, "--lfp-file", join(place.path, "lfp.nwb"));
    expect(named.length).toBeGreaterThan(10);
    const beside = join(place.path, "beside");
    mkdirSync(beside);
    copyFileSync(file, join(beside, "s.nwb"));
    copyFileSync(join(place.path, "lfp.nwb"), join(beside, `probe_${PROBE}_lfp.nwb`));
    expect(await rows("session", join(beside, "s.nwb"), ...lfp)).toEqual(named);
    const csd = ["csd", "--probe", String(PROBE), "--limit", "3"];
    expect(await rows("session", join(beside, "s.nwb"), ...csd)).toHaveLength(3);
  });

  it("gives LFP as stored, with a warning where it has to be scaled, and in volts with --scaled", async () => {
    const bytes = readFileSync(join(place.path, "lfp.nwb"));
    const one = Buffer.from(Float64Array.of(1).buffer);
    bytes.writeDoubleLE(0.5, bytes.indexOf(one, bytes.indexOf("conversion\0")));
    const halved = join(place.path, "halved.nwb");
    writeFileSync(halved, bytes);
    const ask = ["session", file, "lfp", "--probe", String(PROBE), "--from", "38.7", "--to", "38.71"];
    const stored = await rows(...ask, "--lfp-file", halved);
    expect(stored).toEqual(await rows(...ask, "--lfp-file", join(place.path, "lfp.nwb")));
    const { stderr } = await inProcess([...ask, "--lfp-file", halved], { env });
    expect(stderr).toMatch(/halved\.nwb.* has to be scaled/);
    const volts = await inProcess([...ask, "--lfp-file", halved, "--scaled", "--format", "json"], { env });
    expect(volts.stderr).not.toContain("scaled");
    const [[name, value] = ["", 0]] = Object.entries(stored[0]!).filter(([column]) => column !== "time");
    expect((JSON.parse(volts.stdout) as Row[])[0]?.[name]).toBe(Number(value) / 2);
  });

  it("warns as a session of the project does, unless --quiet", async () => {
    const args = ["session", file, "spikes", "--unit", "950906426", "--limit", "1"];
    expect((await inProcess(args, { env })).stderr).toMatch(/^warning: The session has invalid times/);
  });

  it("can be an address, of which only what is needed is transferred", async () => {
    const files = { "/some.nwb": file, [`/probe_${PROBE}_lfp.nwb`]: join(place.path, "lfp.nwb") };
    const server = await serve((request, response) =>
      serveFile(new Uint8Array(readFileSync(files[request.url as keyof typeof files]!)))(request, response),
    );
    const address = `${server.url}/some.nwb`;
    const local = await rows("session", file, "units");
    const { code, stderr, stdout } = await inProcess(["session", address, "units", "--format", "json"], {
      env,
    });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^Transferred \d\.\d MB in \d requests?\.\n$/m),
    });
    expect(JSON.parse(stdout)).toEqual(local);
    const lfp = ["lfp", "--probe", String(PROBE), "--from", "39.2", "--to", "39.21"];
    expect(await rows("session", address, ...lfp)).toEqual(
      await rows("session", file, ...lfp, "--lfp-file", join(place.path, "lfp.nwb")),
    );
    await server.close();
  });

  it("opens no cache and asks no server", async () => {
    await rows("session", file, "epochs");
    expect(readdirSync(place.path)).not.toContain("cache");
  });

  const span = ["--from", "38", "--to", "39"];
  it.each([
    [["session", "FILE", "spikes"], 2, /`ecephys session '.*\/my data\/some\.nwb' units`/],
    [["session", "FILE", "lfp"], 2, /--probe ID[\s\S]*It has LFP for 752552876 \(probeA\)/],
    [["session", "FILE", "lfp", "--probe", "1", ...span], 3, /probe 1 is not part[\s\S]*752552876/],
    [
      ["session", "FILE", "lfp", "--probe", String(PROBE), ...span],
      3,
      /probe_752552876_lfp\.nwb[\s\S]*--lfp-file FILE/,
    ],
    [["session", "FILE", "units", "--lfp-file", "x"], 2, /--lfp-file does not apply to units/],
    [["session", "FILE", "units", "--scaled"], 2, /--scaled does not apply to units/],
    [["psth", "FILE", "--stimulus", "dots"], 3, /"dots"[\s\S]*flashes/],
    [["psth", "FILE", "--stimulus", "flashes", "--unit", "1"], 3, /`ecephys session '.*some\.nwb' units`/],
    [["session", "no/such.nwb"], 3, /no\/such\.nwb: there is no such file\n {2}Give the id of a session/],
    [["session", "."], 3, /it is not a file/],
    [["session", "99999999999999999999"], 2, /Give an id/],
    [["session", ""], 2, /Give the id of a session, or the path of its NWB file/],
  ])("%j fails", async (args, exitCode, message) => {
    const words = args.map((arg) => (arg === "FILE" ? file : arg));
    const { code, stdout, stderr } = await inProcess(words, { env });
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: "" });
  });
});
