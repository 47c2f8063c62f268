import { type Command, Option } from "commander";
import { spanComplaint as correlogramSpanComplaint } from "../correlogram/span-complaint.ts";
import { parseId, parseIds, parsePath, parseSeconds, parseWidth, repeatable } from "../options/parsers.ts";
import { addSpikeOptions } from "../options/session-options.ts";
import type { SessionTarget } from "../options/session-target.ts";
import type { SessionFlags } from "./flags.ts";

/** An option of `ecephys session` that only some views use, by its name in the flags. */
type Part =
  | "unit"
  | "stimulus"
  | "probe"
  | "lfpFile"
  | "channel"
  | "scaled"
  | "bin"
  | "lag"
  | "intervals"
  | "filtered"
  | "from"
  | "to";

const OPTION_NAMES: Readonly<Record<Part, string>> = {
  unit: "--unit",
  stimulus: "--stimulus",
  probe: "--probe",
  lfpFile: "--lfp-file",
  channel: "--channel",
  scaled: "--scaled",
  bin: "--bin",
  lag: "--lag",
  intervals: "--intervals",
  filtered: "--filtered",
  from: "--from",
  to: "--to",
};

/** What a view uses besides the unit filters, and what it cannot do without. */
interface ViewOptions {
  readonly takes: readonly Part[];
  readonly needs?: readonly Part[];
}

const SPAN = ["from", "to"] as const;

/** The views of a session, in the order of the help. */
export const VIEW_OPTIONS = {
  info: { takes: [] },
  probes: { takes: [] },
  channels: { takes: [] },
  units: { takes: [] },
  waveforms: { takes: ["unit", "channel"], needs: ["unit"] },
  stimuli: { takes: ["stimulus"] },
  epochs: { takes: [] },
  conditions: { takes: ["stimulus"] },
  parameters: { takes: ["stimulus"] },
  spikes: { takes: ["unit", ...SPAN], needs: ["unit"] },
  counts: { takes: ["unit", "stimulus", "bin", ...SPAN], needs: ["stimulus", ...SPAN] },
  correlogram: { takes: ["unit", "stimulus", "intervals", "bin", "lag", ...SPAN], needs: ["unit"] },
  "receptive-field": { takes: ["unit", "stimulus", ...SPAN] },
  running: { takes: SPAN },
  pupil: { takes: SPAN },
  gaze: { takes: ["filtered", ...SPAN] },
  optotagging: { takes: [] },
  "invalid-times": { takes: [] },
  lfp: { takes: ["probe", "channel", "lfpFile", "scaled", ...SPAN] },
  csd: { takes: ["probe", "lfpFile"] },
} as const satisfies Readonly<Record<string, ViewOptions>>;

/** A view of a session, by its name on the command line. */
export type ViewName = keyof typeof VIEW_OPTIONS;

export const VIEW_NAMES = Object.keys(VIEW_OPTIONS) as readonly ViewName[];

/** The views that read the LFP file of a probe. */
export function readsLfp(what: ViewName): boolean {
  return what === "lfp" || what === "csd";
}

/** What is missing or superfluous on the command line, checked before anything is opened. */
export function viewComplaint(
  flags: SessionFlags,
  { text }: SessionTarget,
  what: ViewName,
): string | undefined {
  const { needs = [], takes }: ViewOptions = VIEW_OPTIONS[what];
  const given = (part: Part) => flags[part] !== undefined;
  const stray = (Object.keys(OPTION_NAMES) as Part[]).find((part) => given(part) && !takes.includes(part));
  if (stray) return `${OPTION_NAMES[stray]} does not apply to ${what}`;
  const missing = needs.find((part) => !given(part));
  if (missing === "unit")
    return `choose which units: --unit ID; \`ecephys session ${text} units\` lists them`;
  if (missing === "stimulus")
    return `choose a stimulus: --stimulus NAME; \`ecephys session ${text} epochs\` lists them`;
  // Without a probe, the tables are used to list the probes of the session.
  if (missing !== undefined || (what === "lfp" && given("probe") && !SPAN.every(given)))
    return "choose a time span: --from SECONDS --to SECONDS";
  return spanComplaint(flags, what);
}

function spanComplaint(
  { bin, from, intervals, stimulus, to }: SessionFlags,
  what: ViewName,
): string | undefined {
  if (what === "correlogram")
    return intervals !== undefined && stimulus !== undefined
      ? "give --stimulus or --intervals, not both"
      : correlogramSpanComplaint(from, to);
  if (what === "receptive-field" && (from === undefined) !== (to === undefined))
    return "give both ends of the time span, --from SECONDS --to SECONDS, or neither";
  const isEmpty = what === "counts" || what === "receptive-field" ? from! >= to! : from! > to!;
  if (isEmpty)
    return `--from must ${what === "counts" || what === "receptive-field" ? "be earlier" : "not be later"} than --to`;
  if (bin === undefined) return undefined;
  const bins = (to! - from!) / bin;
  return Math.round(bins) >= 1 && Math.abs(bins - Math.round(bins)) < 1e-6
    ? undefined
    : "--from to --to must be a whole number of bins (--bin)";
}

/** The options that choose a part of the session. */
export function addViewOptions(command: Command): void {
  addSpikeOptions(command, "spikes, waveforms, counts, correlogram, receptive-field: ");
  const seconds = (flags: string, description: string) =>
    new Option(flags, description).argParser(parseSeconds);
  command
    .optionsGroup("Which part of the session:")
    .option(
      "--stimulus <name>",
      "stimuli, conditions, parameters, counts, correlogram, receptive-field: only this stimulus",
    )
    .option("--intervals <name>", "correlogram: only within this table of intervals, by name or path: trials")
    .addOption(new Option("--probe <id>", "lfp, csd: this probe").argParser(parseId))
    .addOption(
      new Option(
        "--lfp-file <file>",
        "lfp, csd: the probe's LFP file, if the session is a file (default: probe_ID_lfp.nwb beside it)",
      ).argParser(parsePath),
    )
    .addOption(
      new Option("--channel <ids>", "lfp, waveforms: these channels").argParser(repeatable(parseIds)),
    )
    .option("--scaled", "lfp: in volts also where the file has samples that have to be scaled")
    .addOption(
      seconds(
        "--from <seconds>",
        "spikes, running, pupil, gaze, lfp, correlogram: start of the time span; counts, receptive-field, correlogram of a stimulus or intervals: from the start of each presentation",
      ),
    )
    .addOption(seconds("--to <seconds>", "the same, its end"))
    .addOption(
      new Option(
        "--bin <seconds>",
        "width of a bin; counts: the whole time span by default, correlogram: 0.001",
      ).argParser(parseWidth),
    )
    .addOption(new Option("--lag <seconds>", "correlogram: the largest lag (0.1)").argParser(parseWidth))
    .option("--filtered", "gaze: also the filtered columns, in which blinks are missing");
}
