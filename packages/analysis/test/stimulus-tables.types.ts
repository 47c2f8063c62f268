// Checked by the compiler only (`tsc -p .`): what must compile, and what must not.
import type { Table } from "@ecephys/core";
import { assertType, expectTypeOf } from "vitest";
import type {
  ConditionStatisticsRow,
  DriftingGratingsRow,
  ReceptiveFieldMapping,
  StimTableRow,
  StimulusAnalysis,
  StimulusData,
  StimulusMetricsRow,
} from "../src/index.ts";
import { stimulusMetrics } from "../src/index.ts";

declare const gratings: StimulusAnalysis<"drifting_gratings">;
declare const flashes: StimulusAnalysis<"flashes">;
declare const fields: ReceptiveFieldMapping;
declare const data: StimulusData;

export async function metrics() {
  const own = await gratings.metrics();
  expectTypeOf(own).toEqualTypeOf<Table<DriftingGratingsRow>>();
  expectTypeOf(own.array("pref_ori_dg")).toEqualTypeOf<number[]>();
  expectTypeOf(own.get("pref_ori_multi_dg", 0)).toEqualTypeOf<boolean | null>();
  own.filter((d) => d.g_osi_dg > 0.5).select("unit_id", "g_osi_dg");
  // @ts-expect-error misspelt
  own.get("pref_orientation_dg", 0);
  // @ts-expect-error of another stimulus
  own.get("pref_ori_sg", 0);
  // @ts-expect-error misspelt
  own.filter((d) => d.g_osi > 0.5);
  for (const row of await fields.metrics()) assertType<number>(row.p_value_rf);
}

export async function allMetrics() {
  const all = await stimulusMetrics(data);
  expectTypeOf(all).toEqualTypeOf<Table<StimulusMetricsRow>>();
  expectTypeOf(all.get("ecephys_unit_id", 0)).toEqualTypeOf<number>();
  // Of a stimulus that may not have been shown.
  expectTypeOf(all.get("time_to_peak_fl", 0)).toEqualTypeOf<number | undefined>();
  // @ts-expect-error the project's table calls it ecephys_unit_id
  all.get("unit_id", 0);
  // @ts-expect-error misspelt
  all.array("time_to_peek_fl");
}

export async function conditions() {
  const statistics = await flashes.conditionwiseStatistics();
  expectTypeOf(statistics).toEqualTypeOf<Table<ConditionStatisticsRow>>();
  expectTypeOf(statistics.array("spike_mean")).toEqualTypeOf<number[]>();
  // @ts-expect-error misspelt
  statistics.array("mean");
  const perTrial = await flashes.presentationwiseStatistics();
  expectTypeOf(perTrial.get("running_speed", 0)).toEqualTypeOf<number>();
  // @ts-expect-error misspelt
  perTrial.get("spike_count", 0);
  expectTypeOf(flashes.stimulusConditions().get("color", 0)).toEqualTypeOf<number>();
  expectTypeOf((await flashes.preferredConditions()).get("stimulus_condition_id")).toEqualTypeOf<number>();
  expectTypeOf((await flashes.runningSpeed()).get("running_speed")).toEqualTypeOf<number>();
  expectTypeOf((await flashes.presentationwiseSpikeTimes()).get("spike_time")).toEqualTypeOf<number>();
}

export function presentations() {
  expectTypeOf(gratings.stimTable()).toEqualTypeOf<Table<StimTableRow<"drifting_gratings">>>();
  expectTypeOf(gratings.stimTable().get("orientation", 0)).toEqualTypeOf<number>();
  expectTypeOf(gratings.contrast()?.stimTable().get("contrast", 0)).toEqualTypeOf<number | undefined>();
  expectTypeOf(fields.stimTable().array("x_position")).toEqualTypeOf<number[]>();
  // @ts-expect-error of another stimulus
  flashes.stimTable().get("orientation", 0);
  // @ts-expect-error misspelt
  gratings.stimTable().get("orientations", 0);
  expectTypeOf(gratings.stimTable().withColumns({ SF: "number" }).get("SF", 0)).toEqualTypeOf<number>();
}

export async function shapes() {
  const fits = await fields.receptiveFieldFits();
  expectTypeOf(fits.get("mask_azimuth", 0)).toEqualTypeOf<number>();
  expectTypeOf(fits.get("converged", 0)).toEqualTypeOf<boolean | null>();
  // @ts-expect-error misspelt
  fits.get("azimuth", 0);
}
