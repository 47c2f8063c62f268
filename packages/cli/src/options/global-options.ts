import type { Command } from "commander";

/** The flags of every command. */
export interface GlobalFlags {
  readonly quiet?: boolean | undefined;
  readonly color: boolean;
  readonly json?: boolean | undefined;
  readonly jsonErrors?: boolean | undefined;
}

/** The options of the program itself; they may come before or after the command's name. */
export function addGlobalOptions(program: Command): void {
  program
    .option("-q, --quiet", "no progress and no warnings")
    .option("--no-color", "no colours; NO_COLOR=1 does the same")
    .option("--json", "short for --format json --json-errors")
    .option("--json-errors", "errors as one JSON object on stderr");
}
