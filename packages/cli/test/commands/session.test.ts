import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { goldenAnswer } from "@ecephys/fixtures";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inProcess, sampleCache, temporaryDirectory } from "../support/ecephys.ts";

const SESSION = "715093703";
const UNIT = 950906426;

let cache: ReturnType<typeof sampleCache>;
let env: Record<string, string>;
beforeAll(() => {
  cache = sampleCache();
  env = { ECEPHYS_CACHE: cache.path, ECEPHYS_OFFLINE: "1" };
});
afterAll(() => cache.remove());

type Row = Readonly<Record<string, unknown>>;

/** The rows that a command returns from the filled cache, offline. */
async function rows(...args: string[]): Promise<Row[]> {
  const { code, stdout, stderr } = await inProcess([...args, "--format", "json", "--quiet"], { env });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout) as Row[];
}

function rowCount(file: string): number {
  const answer = goldenAnswer("mini", `session-${SESSION}/${file}`);
  if (answer.kind !== "dataframe") throw new Error(`${file} is no frame`);
  return answer.index.values.length;
}

describe("session", () => {
  it("summarises the session", async () => {
    const info = Object.fromEntries(
      (await rows("session", SESSION)).map(({ property, value }) => [property, value]),
    );
    expect(info).toMatchObject({
      ecephys_session_id: Number(SESSION),
      session_type: "brain_observatory_1.1",
      num_units: 19,
      num_probes: 3,
      num_stimulus_presentations: 366,
      session_start_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      stimulus_names: expect.arrayContaining(["spontaneous", "flashes"]),
    });
    expect(await rows("session", SESSION, "info")).toHaveLength(Object.keys(info).length);
  });

  it("lists units by the session's filters", async () => {
    const count = async (...flags: string[]) => (await rows("session", SESSION, "units", ...flags)).length;
    expect(await count()).toBe(19);
    expect(await count("--no-filter-out-of-brain-units")).toBe(21);
    expect(await count("--isi-violations-maximum", "0.1")).toBeLessThan(19);
    const [unit] = await rows("session", SESSION, "units", "--where", `unit_id == ${UNIT}`);
    expect(unit).toMatchObject({ unit_id: UNIT, snr: expect.any(Number), probe_id: expect.any(Number) });
  });

  it("lists presentations, of one stimulus or of all, and epochs", async () => {
    expect(await rows("session", SESSION, "stimuli")).toHaveLength(366);
    const flashes = await rows("session", SESSION, "stimuli", "--stimulus", "flashes");
    expect(flashes).toHaveLength(20);
    expect(flashes[0]).toMatchObject({ stimulus_presentation_id: 83, stimulus_name: "flashes" });
    expect(await rows("session", SESSION, "epochs")).toHaveLength(rowCount("114-get_stimulus_epochs.json"));
  });

  it("gives spikes with their amplitudes", async () => {
    const all = await rows("session", SESSION, "spikes", "--unit", `${UNIT},950906454`);
    expect(new Set(all.map(({ unit_id }) => unit_id))).toEqual(new Set([UNIT, 950906454]));
    const some = await rows(
      "session",
      SESSION,
      "spikes",
      "--unit",
      String(UNIT),
      "--from",
      "62",
      "--to",
      "62.2",
    );
    expect(some.map(({ spike_time }) => spike_time)).toEqual([62.0620894642545, 62.112089464254495]);
    expect(some[0]).toMatchObject({ spike_amplitude: expect.any(Number) });
  });

  it("gives running speed and laser epochs", async () => {
    const running = await rows("session", SESSION, "running", "--limit", "3");
    expect(running[0]).toMatchObject({ start_time: expect.any(Number), velocity: expect.any(Number) });
    const [from, to] = [running[1]!.start_time, running[2]!.start_time].map(String) as [string, string];
    expect(await rows("session", SESSION, "running", "--from", from, "--to", to)).toEqual([running[1]]);
    const epochs = await rows("session", SESSION, "optotagging");
    expect(epochs.length).toBeGreaterThan(0);
    expect(epochs[0]).toMatchObject({ condition: expect.any(String), level: expect.any(Number) });
  });

  it("gives the invalid times", async () => {
    const invalid = await rows("session", SESSION, "invalid-times");
    expect(invalid).toHaveLength(5);
    expect(invalid[0]).toMatchObject({ id: expect.any(Number), start_time: expect.any(Number) });
    expect(invalid.map(({ tags }) => tags)).toContainEqual(expect.arrayContaining(["stimulus"]));
  });

  it("gives LFP, one column per channel", async () => {
    const [probe] = await rows("probes", "--where", `ecephys_session_id == ${SESSION} && has_lfp_data`);
    const lfp = ["session", SESSION, "lfp", "--probe", String(probe!.id), "--from", "38.7", "--to", "38.8"];
    const samples = await rows(...lfp);
    const channels = Object.keys(samples[0]!).filter((name) => name !== "time");
    expect(channels.length).toBeGreaterThan(10);
    expect(samples.every(({ time }) => (time as number) >= 38.7 && (time as number) <= 38.8)).toBe(true);
    const [one] = await rows(...lfp, "--channel", channels[3]!, "--limit", "1");
    expect(one).toEqual({ time: samples[0]!.time, [channels[3]!]: samples[0]![channels[3]!] });
  });

  it("shows the identifying columns in a table of terminal width", async () => {
    const { stdout } = await inProcess(["session", SESSION, "--format", "table", "--quiet"], { env });
    expect(stdout).toMatch(/property +value/);
    expect(stdout).toMatch(/session_type +brain_observatory_1\.1/);
  });

  it.each([
    [["session", SESSION, "spikes"], 2, /--unit ID.*`ecephys session 715093703 units`/],
    [["session", SESSION, "units", "--unit", "1"], 2, /--unit does not apply to units/],
    [["session", SESSION, "running", "--stimulus", "flashes"], 2, /--stimulus does not apply to running/],
    [["session", SESSION, "lfp"], 2, /--probe ID/],
    [["session", SESSION, "lfp", "--probe", "1"], 2, /--from SECONDS/],
    [["session", SESSION, "lfp", "--probe", "1", "--from", "2", "--to", "1"], 2, /not be later/],
    [["session", SESSION, "lfp", "--probe", "1", "--from", "1", "--to", "2"], 3, /probe 1\b/],
    [["session", SESSION, "spikes", "--unit", "1"], 3, /unit 1\b[^`]*`ecephys session 715093703 units`/],
    [["psth", SESSION, "--stimulus", "flashes", "--unit", "1"], 3, /`ecephys session 715093703 units`/],
    [["raster", SESSION, "--stimulus", "flashes", "--unit", "1"], 3, /`ecephys session 715093703 units`/],
    [["session", SESSION, "stimuli", "--stimulus", "dots"], 3, /"dots"[\s\S]*flashes/],
    [["session", SESSION, "everything"], 2, /Allowed choices/],
    [["session"], 2, /missing required argument/],
    [["session", "782942878"], 4, /session 782942878|session_782942878/],
    [["psth", SESSION], 2, /--stimulus NAME.*`ecephys session 715093703 epochs`/],
    [["psth", SESSION, "--stimulus", "flashes", "--bin", "0.07"], 2, /whole bins/],
    [["psth", SESSION, "--stimulus", "flashes", "--bin", "-1"], 2, /--bin.*more than 0/],
    [["psth", SESSION, "--stimulus", "flashes", "--bin", "0"], 2, /--bin.*more than 0/],
    [["psth", SESSION, "--stimulus", "flashes", "--smooth", "-1"], 2, /--smooth.*0 or more/],
    [["psth", SESSION, "--stimulus", "flashes", "--from", "1"], 2, /--from must be earlier than --to/],
    [["raster", SESSION, "--stimulus", "flashes", "--from", "1", "--to", "0"], 2, /--from must be earlier/],
    [["raster", SESSION], 2, /--stimulus NAME.*`ecephys session 715093703 epochs`/],
  ])("%j fails", async (args, exitCode, message) => {
    const { code, stdout, stderr } = await inProcess([...args, "--quiet"], { env });
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: "" });
  });
});

describe("LFP without a probe, or of a probe that has none", () => {
  const run = (args: readonly string[], own = env) =>
    inProcess(["session", SESSION, "lfp", ...args], { env: own });
  const remedy = "It has LFP for 752552876 (probeA), 752552882 (probeC).";

  it.each([
    [[], 2, "--probe ID"],
    [["--probe", "752552888", "--from", "1", "--to", "2"], 3, "probe 752552888 has no LFP"],
    [["--probe", "1", "--from", "1", "--to", "2"], 3, "probe 1 is not part of this session"],
  ])("%j lists the probes that have LFP", async (args, exitCode, text) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: "" });
    expect(stderr).toContain(text);
    expect(stderr).toContain(remedy);
  });

  it("for a time without samples, or an unknown channel, says what is available", async () => {
    const args = ["--probe", "752552876", "--from", "1", "--to", "2"];
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    const channel = await run([...args.slice(0, 2), "--from", "38.7", "--to", "38.8", "--channel", "1"]);
    expect(channel).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/channel 1 [\s\S]*channels 849712302, /),
    });
    expect(stderr).toMatch(/no sample from 1 s to 2 s\n {2}There are samples from 38\.\d+ s to 39\.\d+ s/);
  });

  it("checks before the session is downloaded, and says what is missing even without the tables", async () => {
    const tables = temporaryDirectory();
    for (const name of [
      "ecephys_project_manifest.json",
      "sessions.csv",
      "probes.csv",
      "channels.csv",
      "units.csv",
    ])
      copyFileSync(join(cache.path, name), join(tables.path, name));
    const alone = { ...env, ECEPHYS_CACHE: tables.path };
    expect(await run([], alone)).toMatchObject({ code: 2, stderr: expect.stringContaining(remedy) });
    rmSync(join(tables.path, "probes.csv"));
    expect(await run([], alone)).toMatchObject({ code: 2, stderr: expect.stringMatching(/--probe ID/) });
    tables.remove();
  });
});

describe("psth and raster", () => {
  it("agree on the spikes around the stimulus", async () => {
    const about = [SESSION, "--stimulus", "flashes", "--unit", String(UNIT), "--from", "0", "--to", "0.25"];
    const spikes = await rows("raster", ...about);
    expect(spikes[0]).toMatchObject({ unit_id: UNIT, trial: 0, time_relative_to_stimulus_onset: 0 });
    const histogram = await rows("psth", ...about, "--bin", "0.05");
    expect(histogram).toHaveLength(5);
    const total = histogram.reduce((sum, { firing_rate }) => sum + (firing_rate as number) * 0.05 * 20, 0);
    expect(total).toBeCloseTo(spikes.length, 6);
    const smooth = await rows("psth", ...about, "--bin", "0.05", "--smooth", "0.1");
    expect(smooth).not.toEqual(histogram);
  });

  it("use all units if none is named", async () => {
    const histogram = await rows("psth", SESSION, "--stimulus", "flashes", "--bin", "0.6");
    expect(histogram).toHaveLength(19);
  });
});
