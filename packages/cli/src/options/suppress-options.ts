import { type Command, Option } from "commander";
import { parseNames, repeatable } from "./parsers.ts";

/** The columns to leave out of a table, from the command line. */
export interface SuppressFlags {
  readonly suppress?: readonly string[] | undefined;
  readonly allColumns?: boolean | undefined;
}

/** The options of every command whose table leaves out columns by default. */
export function addSuppressOptions(command: Command, hidden: string): void {
  command
    .optionsGroup("Which rows and columns:")
    .addOption(
      new Option("--suppress <names>", `leave out these columns, instead of ${hidden}`)
        .argParser(repeatable(parseNames))
        .conflicts("allColumns"),
    )
    .option("--all-columns", "leave out no column");
}

/** The columns to leave out; undefined for the default ones. */
export function suppressed(flags: SuppressFlags): readonly string[] | undefined {
  return flags.allColumns ? [] : flags.suppress;
}
