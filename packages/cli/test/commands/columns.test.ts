import { DESCRIBED_TABLES, type DescribedTable, describeColumns } from "@ecephys/core/columns";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inProcess, sampleCache } from "../support/ecephys.ts";

let cache: ReturnType<typeof sampleCache>;
let env: Record<string, string>;
beforeAll(() => {
  cache = sampleCache();
  env = { ECEPHYS_CACHE: cache.path, ECEPHYS_OFFLINE: "1" };
});
afterAll(() => cache.remove());

const run = (...args: string[]) => inProcess([...args, "--quiet"], { env });

type Row = Readonly<Record<string, unknown>>;
async function rows(...args: string[]): Promise<Row[]> {
  const { code, stdout, stderr } = await run(...args, "--format", "json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Row[];
}

const SESSION = ["session", "715093703"];
const UNIT = ["--unit", "950906426"];

/** The command that shows each table, with all of its columns. */
const COMMANDS: Readonly<Record<DescribedTable, readonly string[]>> = {
  sessions: ["sessions", "--all-columns"],
  probes: ["probes", "--all-columns"],
  channels: ["channels", "--all-columns"],
  units: ["units", "--all-columns", "--no-filter-by-validity"],
  metrics: ["metrics", "--session-type", "brain_observatory_1.1"],
  structures: ["structures"],
  "session-types": ["session-types"],
  genotypes: ["genotypes"],
  "session-units": [...SESSION, "units"],
  "session-channels": [...SESSION, "channels", "--no-filter-by-validity"],
  "session-probes": [...SESSION, "probes"],
  presentations: [...SESSION, "stimuli"],
  conditions: [...SESSION, "conditions"],
  parameters: [...SESSION, "parameters"],
  epochs: [...SESSION, "epochs"],
  spikes: [...SESSION, "spikes", ...UNIT],
  waveforms: [...SESSION, "waveforms", ...UNIT],
  correlogram: [...SESSION, "correlogram", ...UNIT],
  counts: [...SESSION, "counts", ...UNIT, "--stimulus", "flashes", "--from", "0", "--to", "1"],
  psth: ["psth", "715093703", "--stimulus", "flashes", ...UNIT],
  raster: ["raster", "715093703", "--stimulus", "flashes", ...UNIT],
  "receptive-field": [...SESSION, "receptive-field", ...UNIT],
  running: [...SESSION, "running"],
  pupil: [...SESSION, "pupil"],
  gaze: [...SESSION, "gaze", "--filtered"],
  optotagging: [...SESSION, "optotagging"],
  "invalid-times": [...SESSION, "invalid-times"],
  csd: [...SESSION, "csd", "--probe", "752552876"],
};

describe("ecephys columns", () => {
  it.each(DESCRIBED_TABLES)(
    "%s describes every column that the table has, by its kind of values",
    async (name) => {
      const described = new Map(describeColumns(name).map((column) => [column.name, column]));
      const table = await rows(...COMMANDS[name], "--limit", "300");
      expect(Object.keys(table[0]!).filter((column) => !described.has(column))).toEqual([]);
      const kindOf = (value: unknown) => (Array.isArray(value) ? "list" : typeof value);
      for (const [column, first] of Object.entries(table.find((row) => row) ?? {})) {
        const value = first ?? table.map((row) => row[column]).find((other) => other !== null) ?? null;
        const type = described.get(column)!.type.replace("integer", "number").replace("text", "string");
        if (value !== null && column !== "value") expect(type, column).toContain(kindOf(value));
      }
    },
  );

  it("needs no cache, lists the tables, and can be filtered like any table", async () => {
    const { code, stdout } = await inProcess(["columns", "--format", "csv"]);
    expect(code).toBe(0);
    expect(
      stdout
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => line.split(",")[0]),
    ).toEqual(DESCRIBED_TABLES);
    const units = await rows("columns", "units", "--where", 'unit == "Hz"');
    expect(units.map(({ column }) => column)).toEqual(["lfp_sampling_rate", "sampling_rate"]);
    expect(await run("columns", "unit")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Allowed choices are sessions"),
    });
    expect((await run("columns", "--cache", "x")).code).toBe(2);
  });

  it("shows people each meaning whole, and a table where some columns are chosen", async () => {
    const { stdout } = await run("columns", "units", "--format", "table", "--limit", "4");
    expect(stdout).toContain(
      "\nsnr  (number)\n    signal-to-noise ratio of the waveform on the peak channel\n",
    );
    expect(stdout).toContain("\nfiring_rate  (number, spikes/s)\n    mean firing rate\n");
    const lines = stdout.split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    const chosen = await run("columns", "units", "--format", "table", "--columns", "column,unit");
    expect(chosen.stdout).toMatch(/^column +unit/);
  });

  it("is what an error about a column's name points to", async () => {
    const { stderr } = await run("units", "--columns", "srn");
    expect(stderr).toMatch(
      /Did you mean snr\? snr: signal-to-noise ratio .*`ecephys columns` says what they are/s,
    );
  });
});

describe("--describe", () => {
  it("gives one row per column: counts, and of numbers mean, sd and quantiles as pandas does", async () => {
    const all = await rows("units", "--columns", "snr,ecephys_structure_acronym");
    const [snr, structure] = await rows("units", "--columns", "snr,ecephys_structure_acronym", "--describe");
    const values = all.map((row) => row.snr as number).sort((a, b) => a - b);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(snr).toMatchObject({ column: "snr", count: 367, missing: 0, min: values[0], max: values.at(-1) });
    expect(snr!.mean).toBeCloseTo(mean, 12);
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    expect(snr!.sd).toBeCloseTo(Math.sqrt(squares / 366), 12);
    expect(snr!.median).toBe(values[183]);
    expect(snr!.q25).toBeCloseTo((values[91]! + values[92]!) / 2, 12);
    const structures = all.map((row) => row.ecephys_structure_acronym);
    expect(structure).toEqual({
      column: "ecephys_structure_acronym",
      unit: null,
      count: structures.filter((name) => name !== null).length,
      missing: structures.filter((name) => name === null).length,
      distinct: new Set(structures.filter((name) => name !== null)).size,
      mean: null,
      sd: null,
      min: null,
      q25: null,
      median: null,
      q75: null,
      max: null,
    });
  });

  it("is of the rows that --where keeps, and of a session's tables as well; without rows nothing is computed", async () => {
    const [few] = await rows("units", "--where", "snr > 3", "--columns", "snr", "--describe");
    expect(few!.min).toBeGreaterThan(3);
    const [none] = await rows("units", "--where", "snr > 1e9", "--columns", "snr", "--describe");
    expect(none).toMatchObject({ count: 0, missing: 0, distinct: 0, mean: null, sd: null, min: null });
    const [, , velocity] = await rows("session", "715093703", "running", "--describe");
    expect(velocity).toMatchObject({ column: "velocity", unit: "cm/s", mean: expect.any(Number) });
    expect((await run("units", "--describe", "--limit", "3")).code).toBe(2);
  });
});
