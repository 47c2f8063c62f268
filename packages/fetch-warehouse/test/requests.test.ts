import { goldenEntries, type SampleWarehouse, startSampleWarehouse } from "@ecephys/fixtures";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { warehouse } from "../src/index.ts";

const FILTERS: Readonly<Record<string, string>> = {
  channel_ids: "channelIds",
  ecephys_session_ids: "sessionIds",
  has_eye_tracking: "hasEyeTracking",
  probe_ids: "probeIds",
  session_ids: "sessionIds",
  session_types: "sessionTypes",
  stimulus_names: "stimulusNames",
  unit_ids: "unitIds",
};

const METHODS = {
  get_channels: "getChannels",
  get_probes: "getProbes",
  get_sessions: "getSessions",
  get_unit_analysis_metrics: "getUnitAnalysisMetrics",
  get_units: "getUnits",
} as const;

describe("requests are those of AllenSDK", () => {
  let server: SampleWarehouse;
  beforeAll(async () => {
    server = await startSampleWarehouse();
  });
  afterAll(() => server.close());

  const entries = goldenEntries("mini", "warehouse-api").filter(({ kind }) => kind === "requests");
  it.each(entries.map((entry) => [entry.file, entry] as const))("%s", async (_file, entry) => {
    const filters = Object.entries(entry.args)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [FILTERS[name] ?? expect.fail(`unknown filter ${name}`), value] as const);
    const isEmpty = filters.some(([, value]) => Array.isArray(value) && value.length === 0);
    server.reset();
    await warehouse({ baseUrl: server.url })[METHODS[entry.method as keyof typeof METHODS]](
      Object.fromEntries(filters),
    );
    const answer = entry.answer();
    const theirs = answer.kind === "requests" ? answer.requests.map(({ decoded }) => decoded) : [];
    // Where AllenSDK asks with an empty list, nothing is asked (note H11).
    expect(server.requests.map(({ decoded }) => decoded)).toEqual(isEmpty ? [] : theirs);
    expect(server.requests.every(({ method }) => method === "GET")).toBe(true);
  });
});
