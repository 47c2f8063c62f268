import { type Command, Option } from "commander";
import { spanComplaint } from "../correlogram/span-complaint.ts";
import { type LinkedFlags, linkedOption } from "../options/linked-option.ts";
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
  "correlogram",
] as const;

export type NwbView = (typeof NWB_VIEW_NAMES)[number];

export interface NwbFlags extends LinkedFlags {
  readonly unit?: readonly number[] | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly intervals?: string | undefined;
  readonly align?: string | undefined;
  readonly until?: string | undefined;
  readonly by?: string | undefined;
  readonly bin?: number | undefined;
  readonly lag?: number | undefined;
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
    .addOption(linkedOption())
    .addOption(
      new Option("--unit <ids>", "spikes, psth, raster, correlogram: these units").argParser(
        repeatable(parseIds),
      ),
    )
    .addOption(
      seconds(
        "--from <seconds>",
        "series, spikes, correlogram: from this time; around intervals: start of the window (psth, raster: -0.1)",
      ),
    )
    .addOption(seconds("--to <seconds>", "the same, its end (psth, raster: 0.5)"))
    .option(
      "--intervals <name>",
      "psth, raster, correlogram: the table of intervals, by name or path: trials",
    )
    .option(
      "--align <column>",
      "psth, raster, correlogram: the column of times that count as the beginning (start_time)",
    )
    .option("--until <column>", "correlogram: the column of times that count as the end (stop_time)")
    .option("--by <column>", "psth, correlogram: the column whose values are told apart")
    .addOption(
      new Option("--bin <seconds>", "psth, correlogram: width of a bin (0.01, 0.001)").argParser(parseWidth),
    )
    .addOption(new Option("--lag <seconds>", "correlogram: the largest lag (0.1)").argParser(parseWidth))
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
  if (view === "correlogram") return correlogramComplaint(flags, file);
  if (!ANALYSES.includes(view)) return undefined;
  if (flags.intervals === undefined)
    return `choose a table of intervals: --intervals NAME; \`ecephys nwb ${file}\` lists them`;
  const { from = -0.1, to = 0.5 } = flags;
  return from < to ? undefined : "--from must be earlier than --to";
}

function correlogramComplaint(
  { align, by, from, intervals, to, unit, until }: NwbFlags,
  file: string,
): string | undefined {
  if (unit === undefined) return `choose which units: --unit ID; \`ecephys nwb ${file} units\` lists them`;
  const stray = Object.entries({ align, until, by }).find(([, value]) => value !== undefined);
  if (stray && intervals === undefined) return `--${stray[0]} needs --intervals NAME`;
  return spanComplaint(from, to);
}
