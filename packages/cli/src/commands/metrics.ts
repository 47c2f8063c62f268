import { Option } from "commander";
import { parseId } from "../options/parsers.ts";
import { addUnitFilterOptions, type UnitFilterFlags, unitFilters } from "../options/unit-filter-options.ts";
import { tableCommand } from "../table-command.ts";

interface MetricsFlags extends UnitFilterFlags {
  readonly session?: number | undefined;
  readonly sessionType?: string | undefined;
  readonly annotate: boolean;
}

export const metrics = tableCommand<MetricsFlags>({
  name: "metrics",
  summary: "one row per unit: its responses to the stimuli",
  description:
    "The analysis metrics of units (preferred orientation, receptive field, modulation by running and so on), of one session or of all sessions of a type.",
  overview: [
    "ecephys_unit_id",
    "ecephys_structure_acronym",
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
        new Option("--session <id>", "for the units of a session")
          .argParser(parseId)
          .conflicts("sessionType"),
      )
      .option("--session-type <type>", "for the units of all sessions of a type; see `ecephys session-types`")
      .optionsGroup("Which rows and columns:")
      .option(
        "--no-annotate",
        "only the metrics, for all units that have any, without the columns of `ecephys units`",
      );
    addUnitFilterOptions(command);
  },
  complaint: ({ session, sessionType }) =>
    session === undefined && sessionType === undefined
      ? "choose whose metrics: --session ID or --session-type TYPE"
      : undefined,
  table({ cache, flags, signal }) {
    const options = { ...unitFilters(flags), annotate: flags.annotate, signal };
    return flags.session === undefined
      ? cache.getUnitAnalysisMetricsBySessionType(flags.sessionType!, options)
      : cache.getUnitAnalysisMetricsForSession(flags.session, options);
  },
  examples: [
    ["ecephys metrics --session 715093703", "for one session"],
    [
      "ecephys metrics --session-type brain_observatory_1.1 --where 'g_osi_dg > 0.5 && p_value_rf < 0.01'",
      "orientation-selective units with a receptive field",
    ],
    ["ecephys metrics --session 715093703 --no-annotate --out metrics.csv", "only the metrics, into a file"],
  ],
});
