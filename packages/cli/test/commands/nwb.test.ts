import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nwbFile } from "@ecephys/fixtures";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inProcess, temporaryDirectory } from "../support/ecephys.ts";

let scratch: ReturnType<typeof temporaryDirectory>;
let lab: string;
beforeAll(() => {
  scratch = temporaryDirectory();
  lab = join(scratch.path, "lab.nwb");
  writeFileSync(lab, nwbFile("n01_lab_everything"));
});
afterAll(() => scratch.remove());

async function rows(...args: string[]): Promise<Record<string, unknown>[]> {
  const { code, stdout, stderr } = await inProcess(["nwb", lab, ...args, "--format", "json"]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>[];
}

describe("metrics --recompute of a file of another lab", () => {
  it("says which stimuli it takes, which tables the file has, and the program that takes those", async () => {
    const other = join(scratch.path, "it's another.nwb");
    writeFileSync(other, nwbFile("n02_ibl_bwm"));
    for (const [file, table] of [
      [lab, "/intervals/gratings_presentations"],
      [other, "/intervals/trials"],
    ] as const) {
      const { code, stdout, stderr } = await inProcess(["metrics", "--session", file, "--recompute"]);
      expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
      expect(stderr).toMatch(
        /the command takes stimuli in the Allen Institute's layout: .*\/intervals\/trials/,
      );
      expect(stderr).toContain(`const file = await openNwb(${JSON.stringify(file)});`);
      expect(stderr).toContain(`await file.intervals("${table}")`);
    }
    rmSync(other);
  });

  it("points to ecephys nwb, not to a function, where there are no stimuli at all", async () => {
    const units = join(scratch.path, "units.nwb");
    writeFileSync(units, nwbFile("n03_spikeinterface_units"));
    const { code, stderr } = await inProcess(["metrics", "--session", units, "--recompute", "--quiet"]);
    expect(code).toBe(3);
    expect(stderr).toContain("`ecephys nwb FILE` shows any of it");
    expect(stderr).not.toContain("openNwb");
    rmSync(units);
  });
});

describe("nwb", () => {
  it("lists what is in a file of another lab", async () => {
    const contents = await rows();
    expect(contents).toHaveLength(20);
    expect(contents.find(({ path }) => path === "/units")).toMatchObject({
      kind: "units",
      rows: 6,
      columns: 15,
    });
    const { stdout } = await inProcess(["nwb", lab]);
    expect(stdout).toContain("/processing/ecephys/LFP/ElectricalSeriesLFP");
  });

  it("shows its metadata, tables, series and spikes in every format", async () => {
    expect(await rows("info")).toMatchObject({
      nwb_version: "2.11.0",
      lab: "the lab",
      subject_species: "Mus musculus",
    });
    expect(await rows("units", "--columns", "id,depth", "--limit", "2")).toEqual([
      { id: 4, depth: 1.5 },
      { id: 7, depth: null },
    ]);
    expect(await rows("electrodes")).toHaveLength(16);
    expect(await rows("intervals", "trials", "--where", 'stimulus == "left"')).toHaveLength(3);
    expect(await rows("table", "/analysis/psth")).toHaveLength(3);
    expect((await rows("columns", "trials")).map(({ name }) => name)).toContain("contrast");
    expect(await rows("series", "running_speed", "--from", "1", "--to", "1.1")).toHaveLength(5);
    expect(await rows("spikes", "--unit", "4", "--to", "6")).toHaveLength(2);
    expect((await rows("links")).length).toBeGreaterThan(2);
    for (const format of ["csv", "tsv", "ndjson", "json", "table"])
      expect(await inProcess(["nwb", lab, "units", "--format", format])).toMatchObject({
        code: 0,
        stderr: "",
      });
    const { stdout } = await inProcess(["nwb", lab, "intervals", "epochs", "--format", "csv"]);
    expect(stdout.split("\n")[0]).toBe("id,start_time,stop_time,tags");
  });

  it("analyses spikes around any column of times of any intervals", async () => {
    const window = ["--intervals", "trials", "--from", "0", "--to", "1"];
    const rates = await rows("psth", ...window, "--by", "stimulus", "--unit", "4", "--bin", "0.5");
    expect(rates).toHaveLength(6);
    expect(Object.keys(rates[0]!)).toEqual([
      "stimulus",
      "unit_id",
      "time_relative_to_stimulus_onset",
      "interval_count",
      "firing_rate",
    ]);
    expect((await rows("raster", ...window, "--unit", "4,100")).length).toBeGreaterThan(0);
    const pairs = ["correlogram", "--unit", "4,100", "--lag", "2", "--bin", "1"];
    expect(await rows(...pairs)).toHaveLength(20);
    const [pair] = await rows(
      ...pairs,
      "--intervals",
      "trials",
      "--by",
      "stimulus",
      "--from",
      "0",
      "--to",
      "2",
    );
    expect(pair).toEqual({
      stimulus: "N/A",
      unit_id: 4,
      second_unit_id: 4,
      lag: -2,
      interval_count: 2,
      spike_pairs: expect.any(Number),
    });
    expect((await inProcess(["session", lab, ...pairs, "--intervals", "trials"])).code).toBe(0);
  });

  it.each([
    [["intervals"], 2, /name a table of intervals/],
    [["psth"], 2, /--intervals NAME/],
    [["correlogram"], 2, /--unit ID/],
    [["correlogram", "--unit", "4", "--by", "stimulus"], 2, /--by needs --intervals/],
    [["correlogram", "--unit", "4", "--from", "1"], 2, /both ends/],
    [["units", "x"], 2, /takes no name/],
    [["series", "runing_speed"], 3, /Did you mean .*running_speed/],
    [["psth", "--intervals", "trials", "--align", "onset"], 3, /no column "onset"/],
  ])("refuses %j with what to do", async (args, code, message) => {
    const refused = await inProcess(["nwb", lab, ...args]);
    expect(refused.code).toBe(code);
    expect(refused.stderr).toMatch(message);
  });

  it("reads the files that links lead to where they are named, by file or directory, and says how else", async () => {
    const away = join(scratch.path, "away");
    mkdirSync(away);
    const [linked, raw] = [join(scratch.path, "linked.nwb"), join(away, "n11_linked_raw.nwb")];
    writeFileSync(linked, nwbFile("n11_linked"));
    writeFileSync(raw, nwbFile("n11_linked_raw"));
    const read = (...named: string[]) =>
      inProcess(["nwb", linked, "series", "/acquisition/far", ...named, "--to", "0.01", "--format", "json"]);
    for (const named of [raw, away]) {
      const { code, stdout } = await read("--linked", named);
      expect({ code, rows: (JSON.parse(stdout) as unknown[]).length }).toEqual({ code: 0, rows: 11 });
    }
    expect((await read()).stderr).toMatch(/n11_linked_raw.nwb", which is not there[\s\S]*--linked FILE/);
    expect(await read("--linked", join(away, "nothing"))).toMatchObject({ code: 3 });
    expect((await inProcess(["session", linked, "units", "--linked", raw])).stderr).not.toMatch(/--linked/);
  });

  it("gives the session commands files of other labs, too", async () => {
    const { code, stdout, stderr } = await inProcess(["session", lab, "units", "--format", "json"]);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(6);
    expect(stderr).toMatch(/unit filters do not apply: 6 of 6 units are kept/);
  });
});
