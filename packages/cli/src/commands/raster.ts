import { addWindowOptions, type WindowFlags, windowComplaint } from "../options/session-options.ts";
import { sessionCommand } from "../session-command.ts";

/** Units whose rasters fit below one another in a terminal. */
const MOST_DRAWN = 5;

export const raster = sessionCommand<WindowFlags>({
  name: "raster",
  summary: "spikes around the start of a stimulus, trial by trial",
  description:
    "The ticks of a raster plot: every spike around the start of each presentation of a stimulus. A terminal shows the raster of up to five units; elsewhere, or with an option of rows such as --format, it is one row per spike, with its trial (counted from 0) and its time in seconds from the start of the presentation.",
  overview: ["unit_id", "trial", "time_relative_to_stimulus_onset", "spike_time"],
  addOptions(command) {
    addWindowOptions(command);
  },
  complaint: windowComplaint,
  async table(session, { flags, signal }) {
    const { presentationIds } = await import("../session/stimulus.ts");
    const window = [flags.from, flags.to] as const;
    const stimulusPresentationIds = await presentationIds(session, flags.stimulus!, signal);
    const table = await session.rasterTable({ unitIds: flags.unit, stimulusPresentationIds, window, signal });
    if (flags.unit === undefined || flags.unit.length > MOST_DRAWN) return table;
    const figure = async () => {
      const { raster } = await import("@ecephys/charts/node");
      return raster(table, { window, trials: stimulusPresentationIds.length });
    };
    return { table, figure };
  },
  examples: [
    ["ecephys raster 715093703 --stimulus flashes --unit 950911932", "for one unit"],
    [
      "ecephys raster 715093703 --stimulus flashes --unit 950911932,950911986 --to 1 --format csv",
      "for two units, until one second after the start",
    ],
  ],
});
