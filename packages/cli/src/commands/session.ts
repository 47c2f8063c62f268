import type { EcephysSession } from "@ecephys/nwb";
import { Argument, Option } from "commander";
import { parseId, parseIds, parseSeconds, repeatable } from "../options/parsers.ts";
import { addSessionArgument, addSpikeOptions } from "../options/session-options.ts";
import type { SessionFlags } from "../session/flags.ts";
import type { ViewName } from "../session/views.ts";
import { tableCommand } from "../table-command.ts";

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
  lfp: ["probe", "channel", "from", "to"],
};

type Part = "unit" | "stimulus" | "probe" | "channel" | "from" | "to";

const PARTS: readonly Part[] = ["unit", "stimulus", "probe", "channel", "from", "to"];

/** What is missing or superfluous on the command line, checked before anything is opened. */
function complaint(flags: SessionFlags, session: number, what: ViewName): string | undefined {
  const stray = PARTS.find((part) => flags[part] !== undefined && !TAKES[what].includes(part));
  if (stray) return `--${stray} does not apply to ${what}`;
  if (what === "spikes" && flags.unit === undefined)
    return `choose whose spikes: --unit ID; \`ecephys session ${session} units\` lists them`;
  const isWhole = flags.from === undefined || flags.to === undefined;
  // Without a probe, the tables are used to list the probes of the session.
  if (what === "lfp" && flags.probe !== undefined && isWhole)
    return "choose a time span: --from SECONDS --to SECONDS";
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = flags;
  return from <= to ? undefined : "--from must not be later than --to";
}

export const session = tableCommand<SessionFlags, EcephysSession>({
  name: "session",
  summary: "a session's data: units, stimuli, spikes, running, LFP",
  description:
    "The data in a session's NWB file. The file (one to three gigabytes) is downloaded once, and only the parts that are needed are read; times are in seconds on the session's clock.",
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
    addSessionArgument(command);
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
  session: async () => (await import("../session/open-session.ts")).sessionReader(),
  complaint: (flags, [id, what]) => complaint(flags, id as number, what as ViewName),
  async table(call) {
    const { withSession } = await import("../session/open-session.ts");
    const { VIEWS } = await import("../session/views.ts");
    const [id, what] = call.args as [number, ViewName];
    if (what === "lfp") {
      const { requireLfpProbe } = await import("../session/lfp-probes.ts");
      await requireLfpProbe(call.cache, id, call.flags.probe, call.signal);
    }
    const view = VIEWS[what];
    return withSession(call, (opened) => view(opened, call.flags, call.signal));
  },
  examples: [
    ["ecephys session 715093703", "a summary of the session"],
    ["ecephys session 715093703 units --where 'snr > 3'", "its good units, with their metrics"],
    ["ecephys session 715093703 stimuli --stimulus flashes --format csv", "presentations of one stimulus"],
    ["ecephys session 715093703 spikes --unit 950911932 --out spikes.csv", "a unit's spikes, into a file"],
    ["ecephys session 715093703 lfp --probe 810755797 --from 38 --to 39", "one second of LFP"],
  ],
});
