import { type Command, Option } from "commander";
import { parseDeviation, parseIds, parseSeconds, parseWidth, repeatable } from "../options/parsers.ts";

/** What can be shown of an NWB file. */
export const NWB_VIEW_NAMES = [
  "contents",
  "info",
  "units",
  "electrodes",
  "intervals",
  "table",
  "columns",
  "links",
  "series",
  "spikes",
  "psth",
  "raster",
] as const;

export type NwbView = (typeof NWB_VIEW_NAMES)[number];

export interface NwbFlags {
  readonly unit?: readonly number[] | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly intervals?: string | undefined;
  readonly align?: string | undefined;
  readonly by?: string | undefined;
  readonly bin: number;
  readonly smooth?: number | undefined;
}

/** Views of one table or series, which has to be named. */
const NAMED: readonly NwbView[] = ["intervals", "table", "columns", "series"];
const ANALYSES: readonly NwbView[] = ["psth", "raster"];

export function addNwbOptions(command: Command): void {
  const seconds = (flags: string, description: string) =>
    new Option(flags, description).argParser(parseSeconds);
  command
    .optionsGroup("Which part of the file:")
    .addOption(
      new Option("--unit <ids>", "spikes, psth, raster: these units").argParser(repeatable(parseIds)),
    )
    .addOption(
      seconds("--from <seconds>", "series, spikes: from this time; psth, raster: start of the window (-0.1)"),
    )
    .addOption(
      seconds("--to <seconds>", "series, spikes: to this time; psth, raster: end of the window (0.5)"),
    )
    .option("--intervals <name>", "psth, raster: the table of intervals, by name or path: trials")
    .option("--align <column>", "psth, raster: the column of times that the window is around (start_time)")
    .option("--by <column>", "psth: the column whose values are told apart")
    .addOption(new Option("--bin <seconds>", "psth: width of a bin").argParser(parseWidth).default(0.01))
    .addOption(
      new Option("--smooth <seconds>", "psth: smooth with a Gaussian of this standard deviation").argParser(
        parseDeviation,
      ),
    );
}

/** What is missing or wrong among the arguments, checked before the file is opened. */
export function nwbComplaint(flags: NwbFlags, args: readonly unknown[]): string | undefined {
  const [file, view, name] = args as readonly [string, NwbView, string | undefined];
  const kind = view === "intervals" ? "table of intervals" : view === "series" ? "series" : "table";
  if (NAMED.includes(view) && name === undefined)
    return `name a ${kind}: \`ecephys nwb ${file} ${view} NAME\`; \`ecephys nwb ${file}\` lists them`;
  if (!NAMED.includes(view) && name !== undefined) return `${view} takes no name: "${name}" is too many`;
  if (!ANALYSES.includes(view)) return undefined;
  if (flags.intervals === undefined)
    return `choose a table of intervals: --intervals NAME; \`ecephys nwb ${file}\` lists them`;
  const { from = -0.1, to = 0.5 } = flags;
  return from < to ? undefined : "--from must be earlier than --to";
}
