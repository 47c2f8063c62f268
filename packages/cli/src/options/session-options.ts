import type { UnitFilterOptions } from "@ecephys/core";
import { type Command, Option } from "commander";
import { linkedOption } from "./linked-option.ts";
import { parseIds, parseSeconds, repeatable } from "./parsers.ts";
import { parseTarget, type SessionTarget } from "./session-target.ts";
import { addUnitFilterOptions, type UnitFilterFlags, unitFilters } from "./unit-filter-options.ts";
import { yesOption } from "./yes-option.ts";

/** The choice of spikes, from the command line. */
export interface SpikeFlags extends UnitFilterFlags {
  readonly unit?: readonly number[] | undefined;
}

/** The time window around the start of each presentation, from the command line. */
export interface WindowFlags extends SpikeFlags {
  readonly stimulus?: string | undefined;
  readonly from: number;
  readonly to: number;
}

/** The session that a command is about, and whether it may be downloaded without a question. */
export function addSessionArgument(command: Command): void {
  command.argument(
    "<session>",
    "id of the session (see `ecephys sessions`), path or address (https://…) of its NWB file, or dandi://DANDISET/PATH",
    parseTarget,
  );
  command.addOption(yesOption());
  command.addOption(linkedOption());
  command.option("--stream", "transfer only the parts that are needed, instead of downloading the file");
  command.addOption(
    new Option(
      "--keep",
      "like --stream, and keep the parts in the cache, or beside it for an address, so that they are not transferred again",
    ).implies({ stream: true }),
  );
}

/**
 * The option of every command that reads units of a session, and the unit filters.
 * @param of Which of the command's views it applies to, if not to all of them.
 */
export function addSpikeOptions(command: Command, of = ""): void {
  command
    .optionsGroup("Which part of the session:")
    .addOption(
      new Option("--unit <ids>", `${of}these units; see \`ecephys session ID units\``).argParser(
        repeatable(parseIds),
      ),
    );
  addUnitFilterOptions(command, "the default");
  command.option("--no-filter-out-of-brain-units", "keep units whose channel is in no structure");
}

/** The options of every command that reads spikes around stimuli. */
export function addWindowOptions(command: Command): void {
  const seconds = (flags: string, description: string, otherwise: number) =>
    new Option(flags, description).argParser(parseSeconds).default(otherwise);
  command
    .optionsGroup("Which part of the session:")
    .option("--stimulus <name>", "the presentations of this stimulus; see `ecephys session ID epochs`")
    .addOption(
      seconds("--from <seconds>", "start of the window, relative to the start of each presentation", -0.1),
    )
    .addOption(
      seconds("--to <seconds>", "end of the window, relative to the start of each presentation", 0.5),
    );
  addSpikeOptions(command);
}

/** What is missing or wrong among these options, checked before anything is opened. */
export function windowComplaint(
  { stimulus, from, to }: WindowFlags,
  target: SessionTarget,
): string | undefined {
  if (stimulus === undefined)
    return `choose a stimulus: --stimulus NAME; \`ecephys session ${target.text} epochs\` lists them`;
  return from < to ? undefined : "--from must be earlier than --to";
}

/** The filters among a command's flags; a session leaves out units outside the brain by default. */
export function sessionFilters(flags: SpikeFlags): UnitFilterOptions {
  return { ...unitFilters(flags), filterOutOfBrainUnits: flags.filterOutOfBrainUnits ?? true };
}
