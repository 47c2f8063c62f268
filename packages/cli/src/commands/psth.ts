import { Option } from "commander";
import { parseDeviation, parseWidth } from "../options/parsers.ts";
import { addWindowOptions, type WindowFlags, windowComplaint } from "../options/session-options.ts";
import { sessionCommand } from "../session-command.ts";

interface PsthFlags extends WindowFlags {
  readonly bin: number;
  readonly smooth?: number | undefined;
}

/** Units that are drawn as curves; more are drawn as a heat map. */
const MOST_CURVES = 8;

export const psth = sessionCommand<PsthFlags>({
  name: "psth",
  summary: "mean firing rates around the start of a stimulus",
  description:
    "Peri-stimulus time histogram: the firing rate (spikes/s) of each unit in bins around the start of a stimulus, the mean over its presentations. A terminal shows curves, or a heat map of many units; elsewhere, or with an option of rows such as --format, it is one row per unit and bin; times are the centres of the bins.",
  overview: ["unit_id", "time_relative_to_stimulus_onset", "firing_rate"],
  addOptions(command) {
    addWindowOptions(command);
    command
      .optionsGroup("Which rows and columns:")
      .addOption(new Option("--bin <seconds>", "width of a bin").argParser(parseWidth).default(0.01))
      .addOption(
        new Option("--smooth <seconds>", "smooth with a Gaussian of this standard deviation").argParser(
          parseDeviation,
        ),
      );
  },
  complaint: windowComplaint,
  async table(session, { flags, signal }) {
    const { presentationIds } = await import("../session/stimulus.ts");
    const histogram = await session.psth({
      unitIds: flags.unit,
      stimulusPresentationIds: await presentationIds(session, flags.stimulus!, signal),
      window: [flags.from, flags.to],
      binSize: flags.bin,
      smooth: flags.smooth,
      signal,
    });
    const table = histogram.toTable();
    const figure = async () => {
      const charts = await import("@ecephys/charts/node");
      return histogram.shape[0]! > MOST_CURVES ? charts.psthHeatmap(histogram) : charts.psth(histogram);
    };
    return { table, figure };
  },
  examples: [
    ["ecephys psth 715093703 --stimulus flashes --unit 950911932", "for one unit"],
    [
      "ecephys psth ./session_715093703.nwb --stimulus flashes --unit 950911932",
      "of a file, without any cache",
    ],
    [
      "ecephys psth 715093703 --stimulus drifting_gratings --from -0.5 --to 2.5 --bin 0.05 --smooth 0.1 --out psth.csv",
      "for all units, smoothed, into a file",
    ],
  ],
});
