import { Option } from "commander";
import type { Runtime } from "../io.ts";
import type { MetricsFlags } from "../options/metrics-flags.ts";
import { parseIndex, parseNames, repeatable } from "../options/parsers.ts";
import { parseTarget } from "../options/session-target.ts";
import { addUnitFilterOptions, unitFilters } from "../options/unit-filter-options.ts";
import { yesOption } from "../options/yes-option.ts";
import type { CommonFlags } from "../table/command-definition.ts";
import { shownTableCommand } from "../table-command.ts";

export const metrics = shownTableCommand<MetricsFlags>({
  name: "metrics",
  summary: "one row per unit: its responses to the stimuli",
  description:
    "The analysis metrics of units (preferred orientation, receptive field, modulation by running and so on), of one session or of all sessions of a type. They are the project's, as released, or with --recompute computed from the spikes of a session or of a file in its layout: tables /intervals/…_presentations whose stimuli have the Allen Institute's names. Stimuli of other names and tables take three lines of a program, which the error for such a file shows.",
  overview: [
    "ecephys_unit_id",
    "ecephys_structure_acronym",
    "structure_acronym",
    "snr",
    "firing_rate",
    "pref_ori_dg",
    "g_osi_dg",
    "pref_tf_dg",
    "area_rf",
    "run_mod_dg",
  ],
  addOptions(command) {
    command
      .optionsGroup("Whose metrics (one of these):")
      .addOption(
        new Option(
          "--session <session>",
          "for the units of a session; with --recompute also the path of a file in its layout",
        )
          .argParser(parseTarget)
          .conflicts("sessionType"),
      )
      .option("--session-type <type>", "for the units of all sessions of a type; see `ecephys session-types`")
      .optionsGroup("Computed anew:")
      .option("--recompute", "compute the metrics from the session's spikes")
      .addOption(
        new Option(
          "--stimulus <names>",
          "only those of these stimuli: drifting_gratings, static_gratings, natural_scenes, natural_movies, flashes, receptive_field_mapping, dot_motion",
        ).argParser(repeatable(parseNames)),
      )
      .option(
        "--exact",
        "where AllenSDK's numbers are something else than their names say, what the names say",
      )
      .addOption(
        new Option(
          "--workers <number>",
          "threads that compute; by default one for each processor core (at most 8) and 48 units, 0 for none",
        ).argParser(parseIndex),
      )
      .optionsGroup("Which rows and columns:")
      .option(
        "--no-annotate",
        "only the metrics, for all units that have any, without the columns of `ecephys units`",
      );
    addUnitFilterOptions(command);
    command.addOption(yesOption());
  },
  complaint,
  async read(flags, _, runtime) {
    if (flags.recompute === true) {
      const { recomputedMetrics } = await import("../session/recomputed-metrics.ts");
      return recomputedMetrics(flags.session!, flags, runtime);
    }
    return releasedMetrics(flags, runtime);
  },
  examples: [
    ["ecephys metrics --session 715093703", "for one session"],
    [
      "ecephys metrics --session-type brain_observatory_1.1 --where 'g_osi_dg > 0.5 && p_value_rf < 0.01'",
      "orientation-selective units with a receptive field",
    ],
    ["ecephys metrics --session 715093703 --no-annotate --out metrics.csv", "only the metrics, into a file"],
    [
      "ecephys metrics --session ./session_715093703.nwb --recompute --stimulus flashes --format csv",
      "computed from a file, without any cache",
    ],
  ],
});

function complaint({
  session,
  sessionType,
  recompute,
  stimulus,
  exact,
  workers,
}: MetricsFlags): string | undefined {
  if (session === undefined && sessionType === undefined)
    return "choose whose metrics: --session ID or --session-type TYPE";
  if (recompute === true)
    return session === undefined ? "--recompute needs one session: --session ID or FILE" : undefined;
  if (session?.kind === "file")
    return `"${session.text}" is not the id of a session, and the project's metrics are not in its files: add --recompute`;
  if (stimulus !== undefined) return "--stimulus applies to --recompute";
  if (workers !== undefined) return "--workers applies to --recompute";
  return exact === true ? "--exact applies to --recompute" : undefined;
}

async function releasedMetrics(flags: MetricsFlags & CommonFlags, runtime: Runtime) {
  const { withCache } = await import("../run/open-cache.ts");
  const { session, sessionType, annotate } = flags;
  const options = { ...unitFilters(flags), annotate, signal: runtime.signal };
  return withCache(flags, runtime, ({ cache }) =>
    session?.kind === "id"
      ? cache.getUnitAnalysisMetricsForSession(session.id, options)
      : cache.getUnitAnalysisMetricsBySessionType(sessionType!, options),
  );
}
