import { Argument, Option } from "commander";
import { parseId, parseIds, parsePath, parseSeconds, repeatable } from "../options/parsers.ts";
import { addSpikeOptions } from "../options/session-options.ts";
import type { SessionTarget } from "../options/session-target.ts";
import type { SessionFlags } from "../session/flags.ts";
import type { ViewName } from "../session/views.ts";
import { sessionCommand } from "../session-command.ts";

const VIEW_NAMES: readonly ViewName[] = [
  "info",
  "units",
  "stimuli",
  "epochs",
  "spikes",
  "running",
  "optotagging",
  "invalid-times",
  "lfp",
];

/** The options that each view uses, besides the unit filters. */
const TAKES: Readonly<Record<ViewName, readonly Part[]>> = {
  info: [],
  units: [],
  stimuli: ["stimulus"],
  epochs: [],
  spikes: ["unit", "from", "to"],
  running: ["from", "to"],
  optotagging: [],
  "invalid-times": [],
  lfp: ["probe", "channel", "lfpFile", "from", "to"],
};

type Part = "unit" | "stimulus" | "probe" | "channel" | "lfpFile" | "from" | "to";

const PARTS: readonly Part[] = ["unit", "stimulus", "probe", "channel", "lfpFile", "from", "to"];

/** What is missing or superfluous on the command line, checked before anything is opened. */
function complaint(flags: SessionFlags, { text }: SessionTarget, what: ViewName): string | undefined {
  const stray = PARTS.find((part) => flags[part] !== undefined && !TAKES[what].includes(part));
  if (stray) return `--${stray === "lfpFile" ? "lfp-file" : stray} does not apply to ${what}`;
  if (what === "spikes" && flags.unit === undefined)
    return `choose whose spikes: --unit ID; \`ecephys session ${text} units\` lists them`;
  const isWhole = flags.from === undefined || flags.to === undefined;
  // Without a probe, the tables are used to list the probes of the session.
  if (what === "lfp" && flags.probe !== undefined && isWhole)
    return "choose a time span: --from SECONDS --to SECONDS";
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = flags;
  return from <= to ? undefined : "--from must not be later than --to";
}

export const session = sessionCommand<SessionFlags>({
  name: "session",
  summary: "a session's data: units, stimuli, spikes, running, LFP",
  description:
    "The data in a session's NWB file. The file (one to three gigabytes) is downloaded once, and only the parts that are needed are read; times are in seconds on the session's clock. The path of a file in place of the id needs no cache and no network: structures and coordinates are then the file's.",
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
  ],
  addOptions(command) {
    command.addArgument(
      new Argument("[what]", "a summary of the session, a table, or a recording")
        .choices(VIEW_NAMES)
        .default("info"),
    );
    addSpikeOptions(command, "spikes: ");
    command
      .optionsGroup("Which part of the session:")
      .option("--stimulus <name>", "stimuli: only presentations of this stimulus")
      .addOption(new Option("--probe <id>", "lfp: this probe").argParser(parseId))
      .addOption(
        new Option(
          "--lfp-file <file>",
          "lfp: the probe's LFP file, if the session is a file (default: probe_ID_lfp.nwb beside it)",
        ).argParser(parsePath),
      )
      .addOption(new Option("--channel <ids>", "lfp: these channels").argParser(repeatable(parseIds)))
      .addOption(
        new Option("--from <seconds>", "spikes, running, lfp: start of the time span").argParser(
          parseSeconds,
        ),
      )
      .addOption(
        new Option("--to <seconds>", "spikes, running, lfp: end of the time span").argParser(parseSeconds),
      );
  },
  complaint: (flags, target, [what]) => complaint(flags, target, what as ViewName),
  async check(opened, { target, args: [what], flags, signal }) {
    if (what !== "lfp" || target.kind !== "id") return;
    const { probesOfTables, requireLfpProbe } = await import("../session/lfp-probes.ts");
    requireLfpProbe(target, flags.probe, await probesOfTables(opened, target.id, signal));
  },
  async table(opened, { target, args: [what], flags, signal }) {
    const { VIEWS } = await import("../session/views.ts");
    if (what === "lfp" && target.kind !== "id") {
      const { probesOfFile, requireLfpProbe } = await import("../session/lfp-probes.ts");
      requireLfpProbe(target, flags.probe, await probesOfFile(opened, signal));
      const { requireLfpFile } = await import("../session/lfp-file.ts");
      await requireLfpFile(target.path, flags.probe!, flags.lfpFile);
    }
    return VIEWS[what as ViewName](opened, flags, signal);
  },
  examples: [
    ["ecephys session 715093703", "a summary of the session"],
    ["ecephys session 715093703 units --where 'snr > 3'", "its good units, with their metrics"],
    ["ecephys session 715093703 stimuli --stimulus flashes --format csv", "presentations of one stimulus"],
    ["ecephys session 715093703 spikes --unit 950911932 --out spikes.csv", "a unit's spikes, into a file"],
    ["ecephys session 715093703 lfp --probe 810755797 --from 38 --to 39", "one second of LFP"],
    ["ecephys session ./session_715093703.nwb units", "of a file that lies anywhere, without any cache"],
  ],
});
