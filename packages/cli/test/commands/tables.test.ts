import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inProcess, sampleCache } from "../support/ecephys.ts";

let cache: ReturnType<typeof sampleCache>;
beforeAll(() => {
  cache = sampleCache();
});
afterAll(() => cache.remove());

type Row = Readonly<Record<string, unknown>>;

/** The rows that a command returns from the filled cache, offline. */
async function rows(...args: string[]): Promise<Row[]> {
  const { code, stdout, stderr } = await inProcess([...args, "--format", "json"], {
    env: { ECEPHYS_CACHE: cache.path, ECEPHYS_OFFLINE: "1" },
  });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout) as Row[];
}

describe("the table commands, from a cache that AllenSDK wrote", () => {
  it("sessions", async () => {
    const table = await rows("sessions");
    expect(table.map(({ id }) => id)).toEqual([715093703, 777821539, 782942878, 815201807, 841091071]);
    expect(table[0]).toMatchObject({ session_type: "brain_observatory_1.1", unit_count: 21, probe_count: 3 });
    expect(Object.keys(table[0]!)).not.toContain("has_nwb");
    expect(Object.keys((await rows("sessions", "--all-columns"))[0]!)).toContain("has_nwb");
    const suppressed = Object.keys((await rows("sessions", "--suppress", "sex,published_at"))[0]!);
    expect(suppressed).toContain("has_nwb");
    expect(suppressed).not.toContain("sex");
    for (const name of ["genotype", "full_genotype"])
      expect(Object.keys((await rows("sessions", "--suppress", name))[0]!)).not.toContain("full_genotype");
    expect(
      Object.keys((await rows("channels", "--suppress", "probe_name", "--limit", "1"))[0]!),
    ).not.toContain("probe_name");
  });

  it("shows, filters and sorts by hidden columns if they are named", async () => {
    const named = await rows("sessions", "--columns", "id,date_of_acquisition", "--limit", "1");
    expect(named).toEqual([{ id: 715093703, date_of_acquisition: "2018-01-24T10:16:49Z" }]);
    const columns = Object.keys((await rows("channels", "--limit", "1"))[0]!);
    const filtered = await rows("channels", "--where", 'probe_name == "probeA"', "--limit", "1");
    expect(Object.keys(filtered[0]!)).toEqual(columns);
    const sorted = await rows("sessions", "--sort", "-date_of_acquisition");
    expect(sorted).toHaveLength(5);
    expect(sorted[0]).not.toHaveProperty("date_of_acquisition");
    const dates = await rows("sessions", "--sort", "-date_of_acquisition", "--all-columns");
    expect(sorted.map(({ id }) => id)).toEqual(dates.map(({ id }) => id));
    await expect(rows("sessions", "--suppress", "sex", "--where", 'sex == "F"')).rejects.toThrow();
  });

  it("joins repeated lists, and applies both of two filters", async () => {
    const either = (await rows("units", "--where", "snr > 2", "--columns", "id")).length;
    const both = await rows(
      ..."units --where snr>2||snr<1 --where firing_rate>5 --columns id,snr --columns firing_rate".split(" "),
    );
    expect(Object.keys(both[0]!)).toEqual(["id", "snr", "firing_rate"]);
    expect(both.length).toBeGreaterThan(0);
    expect(both.length).toBeLessThan(either);
    for (const { snr, firing_rate } of both) {
      expect(firing_rate).toBeGreaterThan(5);
      expect(Math.abs((snr as number) - 1.5)).toBeGreaterThan(0.5);
    }
    const sorted = await rows(..."sessions --sort session_type --sort -id --columns id".split(" "));
    expect(sorted.map(({ id }) => id)).toEqual([841091071, 782942878, 715093703, 815201807, 777821539]);
  });

  it("probes", async () => {
    const table = await rows("probes", "--where", "ecephys_session_id == 715093703");
    expect(table).toHaveLength(3);
    expect(table[0]).toHaveProperty("lfp_sampling_rate");
  });

  it("channels, with a missing structure as null", async () => {
    const table = await rows("channels", "--where", "ecephys_structure_acronym == null", "--limit", "3");
    expect(table).toHaveLength(3);
    expect(table[0]).toMatchObject({ ecephys_structure_acronym: null, unit_count: expect.any(Number) });
  });

  it("units, by every filter", async () => {
    const count = async (...flags: string[]) => (await rows("units", "--columns", "id", ...flags)).length;
    const none = ["--amplitude-cutoff-maximum", "none", "--presence-ratio-minimum", "none"];
    const defaults = await count();
    expect(defaults).toBe(367);
    expect(await count("--isi-violations-maximum", "0.1")).toBeLessThan(defaults);
    expect(await count("--amplitude-cutoff-maximum=0.01")).toBeLessThan(defaults);
    expect(await count("--presence-ratio-minimum", "0.99")).toBeLessThan(defaults);
    expect(await count("--filter-out-of-brain-units")).toBeLessThan(defaults);
    expect(await count("--no-filter-by-validity")).toBeGreaterThan(defaults);
    // AllenSDK's answer with no limits at all (a missing metric never passes, note T7).
    expect(await count(...none, "--isi-violations-maximum", "none", "--no-filter-by-validity")).toBe(863);
  });

  it("units, filtered, sorted, limited, with chosen columns", async () => {
    const table = await rows(
      "units",
      ...["--where", 'ecephys_structure_acronym == "VISp" && snr > 2'],
      ...["--sort", "-snr", "--columns", "snr,id,ecephys_structure_acronym", "--limit", "4"],
    );
    expect(table).toHaveLength(4);
    expect(Object.keys(table[0]!)).toEqual(["snr", "id", "ecephys_structure_acronym"]);
    const snr = table.map((row) => row.snr as number);
    expect(snr).toEqual([...snr].sort((a, b) => b - a));
    expect(Math.min(...snr)).toBeGreaterThan(2);
    expect(new Set(table.map((row) => row.ecephys_structure_acronym))).toEqual(new Set(["VISp"]));
  });

  it("metrics of a session and of a type, annotated or alone", async () => {
    const annotated = await rows("metrics", "--session", "715093703");
    const type = await rows("metrics", "--session-type", "brain_observatory_1.1");
    const alone = await rows("metrics", "--session-type", "brain_observatory_1.1", "--no-annotate");
    expect(annotated[0]).toHaveProperty("snr");
    expect(annotated[0]).toHaveProperty("g_osi_dg");
    expect(new Set(annotated.map((row) => row.ecephys_session_id))).toEqual(new Set([715093703]));
    expect(type.length).toBeGreaterThan(annotated.length);
    expect(alone[0]).not.toHaveProperty("snr");
    expect(Object.keys(alone[0]!)[0]).toBe("ecephys_unit_id");
  });

  it("structures, with their numbers of units, channels, probes and sessions", async () => {
    const table = await rows("structures");
    const units = await rows("units", "--columns", "ecephys_structure_acronym");
    const channels = await rows("channels", "--columns", "ecephys_structure_acronym");
    const sum = (column: string) => table.reduce((total, row) => total + (row[column] as number), 0);
    expect(sum("unit_count")).toBe(units.length);
    expect(sum("channel_count")).toBe(channels.length);
    const inVisp = units.filter((row) => row.ecephys_structure_acronym === "VISp").length;
    expect(table.find((row) => row.ecephys_structure_acronym === "VISp")).toMatchObject({
      unit_count: inVisp,
    });
    expect(table.at(-1)).toMatchObject({ ecephys_structure_acronym: null });
  });

  it("session-types and genotypes, with their numbers of sessions", async () => {
    expect(await rows("session-types")).toEqual([
      { session_type: "brain_observatory_1.1", session_count: 3 },
      { session_type: "functional_connectivity", session_count: 2 },
    ]);
    const genotypes = await rows("genotypes", "--sort", "full_genotype");
    expect(genotypes.reduce((total, row) => total + (row.session_count as number), 0)).toBe(5);
    expect(genotypes).toHaveLength(4);
  });
});
