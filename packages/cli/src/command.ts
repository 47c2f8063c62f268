import type { Command } from "commander";
import type { Runtime } from "./io.ts";

/** A command of the program: one file in `commands/`, listed in `commands/index.ts`. */
export interface CliCommand {
  readonly name: string;
  /** Whether it speaks of all other commands. */
  readonly isOfProgram?: boolean | undefined;
  /** Adds the command and its options to the program. Nothing heavy is loaded before its action runs. */
  register(program: Command, runtime: Runtime): void;
}

/** An example command line for the help, and what it does. */
export type Example = readonly [commandLine: string, meaning: string];

/** Adds examples below a command's help. */
export function addExamples(command: Command, examples: readonly Example[]): void {
  const lines = examples.map(([line, meaning]) => `  # ${meaning}\n  $ ${line}`);
  command.addHelpText("after", `\nExamples:\n${lines.join("\n\n")}`);
}

/** The flags of a subcommand and of the program; those of the command in between, which has other defaults, do not count. */
export function flagsOf<Flags extends object>(command: Command): Flags {
  let program = command;
  while (program.parent) program = program.parent;
  return { ...program.opts(), ...command.opts() } as Flags;
}
