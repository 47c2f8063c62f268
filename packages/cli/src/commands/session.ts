import { Argument } from "commander";
import type { SessionFlags } from "../session/flags.ts";
import {
  addViewOptions,
  readsLfp,
  VIEW_NAMES,
  type ViewName,
  viewComplaint,
} from "../session/view-options.ts";
import { sessionCommand } from "../session-command.ts";

export const session = sessionCommand<SessionFlags>({
  name: "session",
  summary: "a session's data: units, stimuli, spikes, behaviour, LFP",
  description:
    "The data in a session's NWB file. The file (one to three gigabytes) is downloaded once, and only the parts that are needed are read; times are in seconds on the session's clock. With --stream, or for the address of a file on a server in place of the id, only those parts are transferred. The path or address of a file needs no cache: structures and coordinates are then the file's.",
  overview: [
    "property",
    "unit_id",
    "ecephys_structure_acronym",
    "probe_description",
    "snr",
    "firing_rate",
    "stimulus_presentation_id",
    "stimulus_name",
    "start_time",
    "stop_time",
    "duration",
    "stimulus_condition_id",
    "parameter",
    "value",
    "channel_id",
    "time",
  ],
  addOptions(command) {
    command.addArgument(
      new Argument("[what]", "a summary of the session, a table, or a recording")
        .choices(VIEW_NAMES)
        .default("info"),
    );
    addViewOptions(command);
  },
  complaint: (flags, target, [what]) => viewComplaint(flags, target, what as ViewName),
  async check(opened, { target, args: [what], flags, signal }) {
    if (!readsLfp(what as ViewName) || target.kind !== "id") return;
    const { probesOfTables, requireLfpProbe } = await import("../session/lfp-probes.ts");
    const probes = await probesOfTables(opened, target.id, signal);
    requireLfpProbe(target, { probe: flags.probe, ofSpan: what === "lfp" }, probes);
  },
  async table(opened, call) {
    const { args, flags, signal, target, warn } = call;
    const what = args[0] as ViewName;
    const { VIEWS } = await import("../session/views.ts");
    if (readsLfp(what) && target.kind !== "id") {
      const { probesOfFile, requireLfpProbe } = await import("../session/lfp-probes.ts");
      const probes = await probesOfFile(opened, signal);
      requireLfpProbe(target, { probe: flags.probe, ofSpan: what === "lfp" }, probes);
      const { requireLfpFile } = await import("../session/lfp-file.ts");
      if (target.kind === "file") await requireLfpFile(target.path, flags.probe!, flags.lfpFile);
    }
    return VIEWS[what](opened, { flags, signal, warn });
  },
  examples: [
    ["ecephys session 715093703", "a summary of the session"],
    [
      "ecephys session dandi://000021/sub-699733573/sub-699733573_ses-715093703.nwb units",
      "of a file of the DANDI archive, of which only what is needed is transferred",
    ],
    ["ecephys session 715093703 units --where 'snr > 3'", "its good units, with their metrics"],
    ["ecephys session 715093703 stimuli --stimulus flashes --format csv", "presentations of one stimulus"],
    ["ecephys session 715093703 spikes --unit 950911932 --out spikes.csv", "a unit's spikes, into a file"],
    ["ecephys session 715093703 conditions --stimulus drifting_gratings", "the conditions of a stimulus"],
    [
      "ecephys session 715093703 counts --stimulus flashes --unit 950911932 --from 0 --to 0.25 --bin 0.05",
      "spikes per presentation and bin",
    ],
    [
      "ecephys session 715093703 correlogram --unit 950911932 --stimulus flashes --lag 0.05",
      "pairs of its spikes by the time between them, within presentations",
    ],
    [
      "ecephys session 715093703 waveforms --unit 950911932 --out waveforms.csv",
      "mean waveforms, into a file",
    ],
    ["ecephys session 715093703 lfp --probe 810755797 --from 38 --to 39", "one second of LFP"],
    ["ecephys session ./session_715093703.nwb units", "of a file that lies anywhere, without any cache"],
  ],
});
