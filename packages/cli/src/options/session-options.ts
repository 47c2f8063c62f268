import type { UnitFilterOptions } from "@ecephys/core";
import { type Command, Option } from "commander";
import { parseId, parseIds, parseSeconds, repeatable } from "./parsers.ts";
import { addUnitFilterOptions, type UnitFilterFlags, unitFilters } from "./unit-filter-options.ts";

/** Which spikes are looked at, as given on the command line. */
export interface SpikeFlags extends UnitFilterFlags {
  readonly unit?: readonly number[] | undefined;
}

/** Where in time, around the start of each presentation, as given on the command line. */
export interface WindowFlags extends SpikeFlags {
  readonly stimulus?: string | undefined;
  readonly from: number;
  readonly to: number;
}

/** The session that a command is about. */
export function addSessionArgument(command: Command): void {
  command.argument("<session>", "id of the session; see `ecephys sessions`", parseId);
}

/**
 * The option of every command that looks at units of a session, and their filters.
 * @param of Says which of the command's views it is for, where that is not every one.
 */
export function addSpikeOptions(command: Command, of = ""): void {
  command
    .optionsGroup("Of which part of the session:")
    .addOption(
      new Option("--unit <ids>", `${of}these units; see \`ecephys session ID units\``).argParser(
        repeatable(parseIds),
      ),
    );
  addUnitFilterOptions(command, "the default");
  command.option("--no-filter-out-of-brain-units", "keep units whose channel lies in no structure");
}

/** The options of every command that looks at spikes around stimuli. */
export function addWindowOptions(command: Command): void {
  const seconds = (flags: string, description: string, otherwise: number) =>
    new Option(flags, description).argParser(parseSeconds).default(otherwise);
  command
    .optionsGroup("Of which part of the session:")
    .option("--stimulus <name>", "presentations of this stimulus; see `ecephys session ID epochs`")
    .addOption(seconds("--from <seconds>", "begin, from the start of each presentation", -0.1))
    .addOption(seconds("--to <seconds>", "end, from the start of each presentation", 0.5));
  addSpikeOptions(command);
}

/** What is missing or wrong among these options, found before anything is opened. */
export function windowComplaint(
  { stimulus, from, to }: WindowFlags,
  [session]: readonly unknown[],
): string | undefined {
  if (stimulus === undefined)
    return `say around what: --stimulus NAME; \`ecephys session ${session} epochs\` lists them`;
  return from < to ? undefined : "--from must be earlier than --to";
}

/** The filters among a command's flags; a session leaves out units outside of the brain unless told otherwise. */
export function sessionFilters(flags: SpikeFlags): UnitFilterOptions {
  return { ...unitFilters(flags), filterOutOfBrainUnits: flags.filterOutOfBrainUnits ?? true };
}
