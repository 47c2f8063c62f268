import type { UnitFilterOptions } from "@ecephys/core";
import { type Command, Option } from "commander";
import { type Limit, parseThreshold } from "./parsers.ts";

/** The quality filters of units, from the command line. */
export interface UnitFilterFlags {
  readonly amplitudeCutoffMaximum?: Limit | undefined;
  readonly presenceRatioMinimum?: Limit | undefined;
  readonly isiViolationsMaximum?: Limit | undefined;
  readonly filterOutOfBrainUnits?: boolean | undefined;
  readonly filterByValidity?: boolean | undefined;
}

/**
 * The options of every command that lists or counts units.
 * @param outOfBrain What happens by default to units outside the brain, for the help.
 */
export function addUnitFilterOptions(command: Command, outOfBrain = "default: they are kept"): void {
  const option = (name: string, description: string) =>
    new Option(`--${name} <number>`, description).argParser(parseThreshold);
  command
    .optionsGroup('Which units ("none" lifts a limit; a missing value never passes one):')
    .addOption(option("amplitude-cutoff-maximum", "largest amplitude_cutoff (default: 0.1)"))
    .addOption(option("presence-ratio-minimum", "smallest presence_ratio (default: 0.95)"))
    .addOption(option("isi-violations-maximum", "largest isi_violations (default: 0.5)"))
    .option("--filter-out-of-brain-units", `leave out units whose channel is in no structure (${outOfBrain})`)
    .option("--no-filter-by-validity", "keep units of any quality, not only good");
}

/** The filters among a command's flags. */
export function unitFilters(flags: UnitFilterFlags): UnitFilterOptions {
  return {
    amplitudeCutoffMaximum: threshold(flags.amplitudeCutoffMaximum),
    presenceRatioMinimum: threshold(flags.presenceRatioMinimum),
    isiViolationsMaximum: threshold(flags.isiViolationsMaximum),
    filterOutOfBrainUnits: flags.filterOutOfBrainUnits,
    filterByValidity: flags.filterByValidity,
  };
}

const threshold = (value: Limit | undefined): number | null | undefined => (value === "none" ? null : value);
