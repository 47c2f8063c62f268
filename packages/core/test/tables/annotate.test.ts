import { describe, expect, it } from "vitest";
import {
  annotateChannels,
  annotateMetrics,
  annotateProbes,
  annotateSessions,
  annotateUnits,
} from "../../src/tables/annotate.ts";
import { tableFromRecords } from "../../src/tables/build.ts";
import { CHANNELS, PROBES, SESSIONS, UNIT_ANALYSIS_METRICS, UNITS } from "../../src/tables/schema.ts";

const session = (id: number) => ({
  id,
  date_of_acquisition: "2019-01-19T08:54:18Z",
  session_type: "brain_observatory_1.1",
  genotype: "wt/wt",
  has_nwb: true,
});

const probe = (id: number, sessionId: number, factor: number | null) => ({
  id,
  ecephys_session_id: sessionId,
  lfp_sampling_rate: 2500,
  lfp_temporal_subsampling_factor: factor,
  name: `probe${id}`,
  sampling_rate: 30000,
});

const channel = (id: number, probeId: number, acronym: string | null) => ({
  id,
  ecephys_probe_id: probeId,
  local_index: id - 100,
  ecephys_structure_id: acronym && 385,
  ecephys_structure_acronym: acronym,
});

const unit = (id: number, channelId: number, more: Record<string, unknown> = {}) => ({
  id,
  PT_ratio: 0.5,
  l_ratio: 0.1,
  ecephys_channel_id: channelId,
  epoch_name_quality_metrics: "complete_session",
  amplitude_cutoff: 0.01,
  presence_ratio: 0.99,
  isi_violations: 0.1,
  quality: "good",
  ...more,
});

/** Two sessions with probes, one without; out-of-brain channels, a lost probe, a lost channel. */
const raw = {
  sessions: tableFromRecords(SESSIONS, [session(1), session(2), session(3)]),
  probes: tableFromRecords(PROBES, [probe(10, 1, 2), probe(11, 1, null), probe(20, 2, 0), probe(90, 9, 2)]),
  channels: tableFromRecords(CHANNELS, [
    channel(101, 20, null),
    channel(102, 10, "TH"),
    channel(103, 10, null),
    channel(104, 11, "APN"),
    channel(105, 10, "TH"),
    channel(106, 90, "CA1"),
  ]),
  units: tableFromRecords(UNITS, [
    unit(1000, 105),
    unit(1001, 102),
    unit(1002, 104),
    unit(1003, 103),
    unit(1004, 102, { quality: "noise" }),
    unit(1005, 102, { isi_violations: 0.7 }),
    unit(1006, 777),
    unit(1007, 106),
  ]),
};

describe("annotateUnits", () => {
  it("joins channel, probe and session, in the order of the units", () => {
    const units = annotateUnits(raw);
    expect(units.array("id")).toEqual([1000, 1001, 1002, 1003]);
    expect(units.object(2)).toMatchObject({
      waveform_PT_ratio: 0.5,
      L_ratio: 0.1,
      ecephys_channel_id: 104,
      ecephys_probe_id: 11,
      ecephys_session_id: 1,
      local_index: 4,
      ecephys_structure_acronym: "APN",
      name: "probe11",
      sampling_rate: 30000,
      genotype: "wt/wt",
    });
  });

  it("leaves out the default columns, or the requested ones instead", () => {
    const names = annotateUnits(raw).columnNames();
    for (const hidden of [
      "quality",
      "has_nwb",
      "epoch_name_quality_metrics",
      "lfp_temporal_subsampling_factor",
    ]) {
      expect(names).not.toContain(hidden);
    }
    const all = annotateUnits(raw, { suppress: ["snr", "nothing"] }).columnNames();
    expect(all).toContain("has_nwb");
    expect(all).not.toContain("quality");
    expect(annotateUnits(raw, { filterByValidity: false }).columnNames()).toContain("quality");
  });

  it("drops units of unknown channels and sessions (note T14), and on request those outside the brain (note T6)", () => {
    const open = { isiViolationsMaximum: null, filterByValidity: false };
    expect(annotateUnits(raw, open).array("id")).toEqual([1000, 1001, 1002, 1003, 1004, 1005]);
    expect(annotateUnits(raw, { ...open, filterOutOfBrainUnits: true }).array("id")).not.toContain(1003);
    expect(annotateUnits(raw, { ...open, filterOutOfBrainUnits: false }).array("id")).toContain(1003);
  });

  it("refuses invalid thresholds", () => {
    expect(() => annotateUnits(raw, { isiViolationsMaximum: Number.NaN })).toThrow("isiViolationsMaximum");
  });

  it("says which column a table lacks", () => {
    const units = raw.units.select("id", "amplitude_cutoff");
    expect(() => annotateUnits({ ...raw, units })).toThrow(
      'the units table: it has no column "ecephys_channel_id"',
    );
    const probes = tableFromRecords(PROBES, [{ id: 10 }]);
    expect(() => annotateUnits({ ...raw, probes })).toThrow(
      'the probes table: it has no column "ecephys_session_id"',
    );
  });

  it("follows a changed table", () => {
    const channels = raw.channels.slice(1);
    expect(annotateUnits({ ...raw, channels: channels.slice(2) }).array("id")).toEqual([1000, 1002]);
    expect(annotateUnits(raw).numRows()).toBe(4);
  });
});

describe("annotateSessions", () => {
  it("counts what the sessions own, and lists structures in channel order (note T12)", () => {
    const sessions = annotateSessions(raw);
    expect(sessions.select("id", "unit_count", "channel_count", "probe_count").objects()).toEqual([
      { id: 1, unit_count: 4, channel_count: 4, probe_count: 2 },
      { id: 2, unit_count: 0, channel_count: 1, probe_count: 1 },
      { id: 3, unit_count: 0, channel_count: 0, probe_count: 0 },
    ]);
    expect(sessions.array("ecephys_structure_acronyms")).toEqual([["TH", null, "APN"], [null], []]);
  });

  it("suppresses the genotype under either name (note T4)", () => {
    expect(annotateSessions(raw).columnNames()).toContain("full_genotype");
    expect(annotateSessions(raw).columnNames()).not.toContain("has_nwb");
    for (const name of ["genotype", "full_genotype"]) {
      const names = annotateSessions(raw, { suppress: [name] }).columnNames();
      expect(names).not.toContain("full_genotype");
      expect(names).toContain("has_nwb");
    }
  });

  it("works without any sessions, with typed columns", () => {
    const empty = {
      sessions: tableFromRecords(SESSIONS, []),
      probes: tableFromRecords(PROBES, []),
      channels: tableFromRecords(CHANNELS, []),
      units: tableFromRecords(UNITS, []),
    };
    const names = SESSIONS.columns.map(({ name }) => (name === "genotype" ? "full_genotype" : name));
    expect(annotateSessions(empty, { suppress: [] }).columnNames()).toEqual([
      ...names,
      "unit_count",
      "channel_count",
      "probe_count",
      "ecephys_structure_acronyms",
    ]);
    expect(annotateUnits(empty).numRows()).toBe(0);
    expect(annotateUnits(empty).column("snr")).toEqual(new Float64Array(0));
    expect(annotateProbes(empty).column("sampling_rate")).toEqual(new Float64Array(0));
    expect(annotateChannels(empty).numRows()).toBe(0);
  });
});

describe("annotateProbes", () => {
  it("returns the sampling rate of the LFP, and leaves out probes of unknown sessions (note T13)", () => {
    const probes = annotateProbes(raw);
    expect(probes.array("id")).toEqual([10, 11, 20]);
    expect(probes.array("lfp_sampling_rate")).toEqual([1250, Number.NaN, Infinity]);
    expect(probes.array("unit_count")).toEqual([3, 1, 0]);
    expect(probes.array("channel_count")).toEqual([3, 1, 1]);
    expect(probes.array("ecephys_structure_acronyms")).toEqual([["TH", null], ["APN"], [null]]);
    expect(probes.columnNames()).not.toContain("session_type");
  });
});

describe("annotateChannels", () => {
  it("joins probe and session and counts units", () => {
    const channels = annotateChannels(raw);
    expect(channels.array("id")).toEqual([101, 102, 103, 104, 105]);
    expect(channels.array("unit_count")).toEqual([0, 1, 1, 1, 1]);
    expect(channels.columnNames()).not.toContain("probe_name");
  });

  it("names the probe's name probe_name (notes T3, T4)", () => {
    expect(annotateChannels(raw, { suppress: [] }).get("probe_name", 0)).toBe("probe20");
    expect(annotateChannels(raw, { suppress: ["probe_name"] }).columnNames()).not.toContain("probe_name");
  });
});

describe("annotateMetrics", () => {
  it("returns units that have metrics, in the units' order (note T16)", () => {
    const metrics = tableFromRecords(UNIT_ANALYSIS_METRICS, [
      { ecephys_unit_id: 1002, area_rf: 900 },
      { ecephys_unit_id: 1000, area_rf: null },
      { ecephys_unit_id: 5, area_rf: 1 },
    ]);
    const annotated = annotateMetrics(annotateUnits(raw), metrics);
    expect(annotated.columnName(0)).toBe("ecephys_unit_id");
    expect(annotated.array("ecephys_unit_id")).toEqual([1000, 1002]);
    expect(annotated.array("area_rf")).toEqual([Number.NaN, 900]);
    expect(annotated.get("ecephys_session_id", 0)).toBe(1);
  });
});
