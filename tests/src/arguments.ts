import type { UnitFilterOptions } from "@ecephys/core";

/** Arguments of a recorded call, by Python's names. */
export type Args = Readonly<Record<string, unknown>>;

const UNIT_FILTERS: Readonly<Record<string, keyof UnitFilterOptions>> = {
  amplitude_cutoff_maximum: "amplitudeCutoffMaximum",
  presence_ratio_minimum: "presenceRatioMinimum",
  isi_violations_maximum: "isiViolationsMaximum",
  filter_out_of_brain_units: "filterOutOfBrainUnits",
  filter_by_validity: "filterByValidity",
};

/** The unit filters of a call by our names; keywords that AllenSDK ignores (note T8) are left out. */
export function unitFilters(args: Args): UnitFilterOptions {
  return renamed(args, UNIT_FILTERS);
}

/** Our table options: unit filters and `suppress`. */
export function tableOptions(args: Args): UnitFilterOptions & { suppress?: readonly string[] } {
  return {
    ...unitFilters(args),
    ...(args.suppress === undefined ? {} : { suppress: args.suppress as string[] }),
  };
}

const API_FILTERS: Readonly<Record<string, string>> = {
  session_ids: "sessionIds",
  ecephys_session_ids: "sessionIds",
  probe_ids: "probeIds",
  channel_ids: "channelIds",
  unit_ids: "unitIds",
  session_types: "sessionTypes",
  stimulus_names: "stimulusNames",
  has_eye_tracking: "hasEyeTracking",
  published_at: "publishedAt",
};

/** Filters of a fetch API by our names; None means no filter. */
export function apiFilters(args: Args): Record<string, unknown> {
  const given = Object.entries(args).filter(([, value]) => value !== null);
  return renamed(Object.fromEntries(given), API_FILTERS);
}

function renamed<Name extends string>(
  args: Args,
  names: Readonly<Record<string, Name>>,
): Partial<Record<Name, never>> {
  const entries = Object.entries(args).flatMap(([name, value]) => {
    const ours = names[name];
    return ours === undefined ? [] : [[ours, value] as const];
  });
  return Object.fromEntries(entries) as Partial<Record<Name, never>>;
}
