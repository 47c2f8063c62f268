import { addWindowOptions, type WindowFlags, windowComplaint } from "../options/session-options.ts";
import { sessionCommand } from "../session-command.ts";

export const raster = sessionCommand<WindowFlags>({
  name: "raster",
  summary: "spikes around the start of a stimulus, trial by trial",
  description:
    "The ticks of a raster plot: every spike around the start of each presentation of a stimulus. One row per spike, with its trial (counted from 0) and its time in seconds from the start of the presentation.",
  overview: ["unit_id", "trial", "time_relative_to_stimulus_onset", "spike_time"],
  addOptions(command) {
    addWindowOptions(command);
  },
  complaint: windowComplaint,
  async table(session, { flags, signal }) {
    const { presentationIds } = await import("../session/stimulus.ts");
    return session.rasterTable({
      unitIds: flags.unit,
      stimulusPresentationIds: await presentationIds(session, flags.stimulus!, signal),
      window: [flags.from, flags.to],
      signal,
    });
  },
  examples: [
    ["ecephys raster 715093703 --stimulus flashes --unit 950911932", "for one unit"],
    [
      "ecephys raster 715093703 --stimulus flashes --unit 950911932,950911986 --to 1 --format csv",
      "for two units, until one second after the start",
    ],
  ],
});
