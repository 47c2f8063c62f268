import { isEcephysError } from "@ecephys/files";
import { describe, expect, test } from "vitest";
import type { LimsApi } from "../src/lims.ts";
import { EMPTY, failureOf, limsBench } from "./support.ts";

const bench = limsBench();

/** Runs `change`, gives the error of the call, runs `undo`. */
async function errorAfter(change: string, undo: string, call: (api: LimsApi) => Promise<unknown>) {
  await bench.sql(change);
  try {
    return await failureOf(call(bench.lims({ batchRows: 100 })));
  } finally {
    await bench.sql(undo);
  }
}

describe("a changed LIMS schema is reported by what is missing", () => {
  test("a table", async () => {
    const error = await errorAfter(
      "alter table ecephys_units rename to units",
      "alter table units rename to ecephys_units",
      (api) => api.getUnits(),
    );
    expect(isEcephysError(error, "database")).toBe(true);
    expect(error.message).toMatch(/it has no table ecephys_units\. The LIMS schema may have changed/);
  });

  test("every table", async () => {
    const error = await failureOf(bench.lims({ database: EMPTY }).getSessions());
    expect(error.message).toMatch(/it has no table ecephys_sessions/);
  });

  test("a column", async () => {
    const error = await errorAfter(
      "alter table ecephys_units rename snr to signal_to_noise",
      "alter table ecephys_units rename signal_to_noise to snr",
      (api) => api.getUnits(),
    );
    expect(error.message).toMatch(/it has no column eu\.snr\. The LIMS schema may have changed/);
  });

  test("a column with a quoted name", async () => {
    const error = await errorAfter(
      `alter table ecephys_units rename "PT_ratio" to pt_ratio`,
      `alter table ecephys_units rename pt_ratio to "PT_ratio"`,
      (api) => api.getUnits(),
    );
    expect(error.message).toMatch(/it has no column eu\.PT_ratio/);
  });

  test("a type: an id that is text now", async () => {
    const error = await errorAfter(
      "alter table stimuli alter name type json using to_json(name)",
      "alter table stimuli alter name type varchar using name #>> '{}'",
      (api) => api.getNaturalMovieTemplate(1),
    );
    expect(error.message).toMatch(/another type than expected.*schema may have changed/);
  });

  test("a type: words where numbers were", async () => {
    const error = await errorAfter(
      "alter table ecephys_units alter snr type text using 'high'",
      "alter table ecephys_units alter snr type double precision using 1",
      (api) => api.getUnits(),
    );
    expect(isEcephysError(error, "response")).toBe(true);
    expect(error.message).toMatch(/Reading units failed for their column snr: it holds "high"/);
  });
});

describe("types that mean the same are read the same", () => {
  test("numeric, real and smallint instead of double precision and integer", async () => {
    await bench.sql(`
      alter table ecephys_probes alter global_probe_sampling_rate type numeric;
      alter table ecephys_probes alter temporal_subsampling_factor type smallint;
      alter table ecephys_probes alter air_channel_index type bigint`);
    const table = await bench.lims().getProbes({ probeIds: [729445641] });
    expect(table.get("sampling_rate", 0)).toBe(30000.0047741514);
    expect(table.get("lfp_temporal_subsampling_factor", 0)).toBe(2);
    expect(table.get("air_channel_index", 0)).toBe(384);
  });

  test("timestamps with a time zone, fractions and infinity", async () => {
    await bench.sql(`
      alter table ecephys_sessions alter published_at type timestamptz using published_at at time zone 'UTC';
      update ecephys_sessions set published_at = 'infinity' where id = 777821539;
      update ecephys_sessions set date_of_acquisition = '2018-01-24 10:16:49.125' where id = 715093703`);
    const table = await bench.lims().getSessions({ sessionIds: [715093703, 777821539] });
    expect(table.array("published_at")).toEqual(["2019-10-03T00:00:00Z", null]);
    expect(table.get("date_of_acquisition", 0)).toBe("2018-01-24T10:16:49.125Z");
  });

  test("jsonb instead of json", async () => {
    const before = await bench.lims().getUnitAnalysisMetrics({ sessionIds: [715093703] });
    await bench.sql("alter table ecephys_unit_metric_bundles alter data type jsonb using data::jsonb");
    const after = await bench.lims().getUnitAnalysisMetrics({ sessionIds: [715093703] });
    expect(after.columnNames().sort()).toEqual(before.columnNames().sort());
    expect(after.array("area_rf")).toEqual(before.array("area_rf"));
  });

  test("an id beyond what a double holds is refused, not rounded", async () => {
    await bench.sql("update ecephys_sessions set isi_experiment_id = 9007199254740993 where id = 715093703");
    const error = await failureOf(bench.lims().getSessions());
    expect(isEcephysError(error, "format")).toBe(true);
    expect(error.message).toMatch(/isi_experiment_id/);
  });
});
