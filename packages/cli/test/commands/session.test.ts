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

const COUNTS = ["session", SESSION, "counts", "--stimulus", "flashes", "--from", "0"];

describe("session", () => {
  it("summarises the session", async () => {
    const info: unknown = await rows("session", SESSION);
    expect(info).toMatchObject({
      ecephys_session_id: Number(SESSION),
      session_type: "brain_observatory_1.1",
      num_units: 19,
      num_probes: 3,
      num_stimulus_presentations: 366,
      session_start_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      stimulus_names: expect.arrayContaining(["spontaneous", "flashes"]),
    });
    expect(await rows("session", SESSION, "info")).toEqual(info);
    const csv = await inProcess(["session", SESSION, "--format", "csv", "--quiet"], { env });
    expect(csv.stdout.trim().split("\n")).toHaveLength(1 + Object.keys(info as object).length);
    const some = ["--where", 'startswith(property, "num_")', "--sort", "-property", "--format", "ndjson"];
    expect((await inProcess(["session", SESSION, ...some, "--quiet"], { env })).stdout).toBe(
      '{"num_units":19,"num_stimulus_presentations":366,"num_probes":3,"num_channels":454}\n',
    );
    expect(await rows("session", SESSION, "--columns", "value", "--limit", "1")).toHaveLength(1);
  });

  it("puts known faults right on request, and refuses names that there are not", async () => {
    const start = async (...flags: string[]) => {
      const { stdout, stderr } = await inProcess(["session", SESSION, "--format", "json", ...flags], { env });
      return {
        stderr,
        start: (JSON.parse(stdout || "{}") as { session_start_time?: string }).session_start_time,
      };
    };
    const asWritten = await start();
    expect(asWritten.stderr).toContain('"session-start-time" among the corrections gives that');
    const corrected = await start("--corrections", "session-start-time");
    expect(corrected.stderr).toBe("");
    expect(corrected.start).not.toBe(asWritten.start);
    expect((await start("--corrections", "sesion-start")).stderr).toMatch(
      /"all" or a list of[\s\S]*session-start-time/,
    );
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

  it("gives probes and channels, as the session's file has them", async () => {
    const probes = await rows("session", SESSION, "probes");
    expect(probes).toHaveLength(3);
    expect(probes[0]).toMatchObject({ id: expect.any(Number), description: "probeA", has_lfp_data: true });
    const channels = await rows("session", SESSION, "channels", "--limit", "2");
    expect(channels[0]).toMatchObject({
      id: expect.any(Number),
      probe_vertical_position: expect.any(Number),
    });
    expect((await rows("session", SESSION, "channels")).length).toBe(rowCount("020-channels.json"));
  });

  it("gives conditions and the values of parameters, of one stimulus or of all", async () => {
    const all = await rows("session", SESSION, "conditions");
    expect(all).toHaveLength(rowCount("023-stimulus_conditions.json"));
    const flashes = await rows("session", SESSION, "conditions", "--stimulus", "flashes");
    expect(flashes.map(({ color }) => color)).toEqual([-1, 1]);
    const values = await rows("session", SESSION, "parameters", "--stimulus", "flashes");
    expect(values.filter(({ parameter }) => parameter === "color")).toEqual(
      expect.arrayContaining(
        [-1, 1].map((value) => ({ stimulus_name: "flashes", parameter: "color", value })),
      ),
    );
    const stimuli = new Set((await rows("session", SESSION, "parameters")).map((row) => row.stimulus_name));
    expect(stimuli.size).toBeGreaterThan(3);
  });

  it("gives mean waveforms, counts and receptive fields of units", async () => {
    const unit = ["--unit", String(UNIT)];
    const waveform = await rows("session", SESSION, "waveforms", ...unit);
    const [{ peak_channel_id: peak } = {}] = await rows(
      "session",
      SESSION,
      "units",
      "--where",
      `unit_id == ${UNIT}`,
    );
    const ofPeak = await rows("session", SESSION, "waveforms", ...unit, "--channel", String(peak));
    expect(ofPeak).toEqual(waveform.filter(({ channel_id }) => channel_id === peak));
    expect(ofPeak[0]).toEqual({
      unit_id: UNIT,
      channel_id: peak,
      time: 0,
      mean_waveform: expect.any(Number),
    });
    const counts = await rows(...COUNTS, "--to", "0.25", ...unit);
    expect(counts).toHaveLength(20);
    const spikes = await rows(
      "raster",
      SESSION,
      "--stimulus",
      "flashes",
      ...unit,
      "--from",
      "0",
      "--to",
      "0.25",
    );
    const total = (table: Row[]) => table.reduce((sum, row) => sum + (row.spike_counts as number), 0);
    expect(total(counts)).toBe(spikes.length);
    const binned = await rows(...COUNTS, "--to", "0.25", "--bin", "0.05", ...unit);
    expect([binned.length, total(binned)]).toEqual([100, spikes.length]);
    const field = await rows("session", SESSION, "receptive-field", ...unit);
    expect(field[0]).toMatchObject({
      unit_id: UNIT,
      x_position: expect.any(Number),
      y_position: expect.any(Number),
    });
  });

  it("gives the pupil, the gaze and the current source density", async () => {
    const [first] = await rows("session", SESSION, "pupil", "--limit", "1");
    expect(first).toMatchObject({ "Time (s)": expect.any(Number), pupil_center_x: expect.any(Number) });
    const gaze = await rows("session", SESSION, "gaze", "--limit", "1");
    expect(Object.keys(gaze[0]!).some((name) => name.startsWith("filtered_"))).toBe(false);
    const filtered = await rows("session", SESSION, "gaze", "--filtered", "--limit", "1");
    expect(filtered[0]).toHaveProperty("filtered_pupil_area");
    const csd = await rows("session", SESSION, "csd", "--probe", "752552876", "--limit", "1");
    expect(csd[0]).toMatchObject({ time: expect.any(Number), CSD: expect.any(Number) });
  });

  it("of a silent unit gives nothing, and says when it spikes", async () => {
    const args = ["session", SESSION, "spikes", "--unit", String(UNIT), "--to", "0.5", "--format", "json"];
    const { code, stdout, stderr } = await inProcess(args, { env });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "[]\n" });
    expect(stderr).toMatch(
      /There is no spike of these units before 0\.5 s; their spikes are from \d.* s to \d.* s\./,
    );
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
    [["session", SESSION, "waveforms"], 2, /--unit ID/],
    [["session", SESSION, "waveforms", "--unit", String(UNIT), "--channel", "1"], 3, /channel 1 .*[\s\S]*8/],
    [["session", SESSION, "counts", "--stimulus", "flashes"], 2, /--from SECONDS --to SECONDS/],
    [["session", SESSION, "counts", "--from", "0", "--to", "1"], 2, /--stimulus NAME/],
    [[...COUNTS, "--to", "0"], 2, /--from must be earlier than --to/],
    [[...COUNTS, "--to", "0.25", "--bin", "0.1"], 2, /whole number of bins/],
    [["session", SESSION, "receptive-field", "--from", "0"], 2, /both ends/],
    [["session", SESSION, "conditions", "--stimulus", "dots"], 3, /"dots"[\s\S]*flashes/],
    [["session", SESSION, "gaze", "--bin", "1"], 2, /--bin does not apply to gaze/],
    [["session", SESSION, "csd"], 2, /choose a probe: --probe ID\n.*752552876 \(probeA\)/],
    [
      ["session", SESSION, "running", "--from", "1", "--to", "2"],
      3,
      /no sample from 1 s to 2 s\n {2}There are samples from \d/,
    ],
    [["session", SESSION, "pupil", "--to", "1"], 3, /no sample before 1 s\n {2}There are samples from \d/],
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
