import type { Command, Option } from "commander";

/** What a shell needs to know to complete a command. */
export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionSpec[];
  /** Values of the command's argument. */
  readonly values: readonly string[];
}

export interface OptionSpec {
  readonly flags: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  readonly values: readonly string[];
  /** Whether its value is a file or directory. */
  readonly isPath: boolean;
}

const PATHS = new Set(["--cache", "--out"]);

/** The program's commands with their options, those of the program itself included. */
export function completionSpec(program: Command): CommandSpec[] {
  return program.commands.map((command) => ({
    name: command.name(),
    summary: command.summary(),
    options: [...command.options, ...program.options].map(optionSpec).concat(HELP),
    values:
      command.name() === "help" ? program.commands.map((known) => known.name()) : argumentValues(command),
  }));
}

const HELP: OptionSpec = {
  flags: ["-h", "--help"],
  description: "show help",
  takesValue: false,
  values: [],
  isPath: false,
};

function argumentValues(command: Command): readonly string[] {
  return command.registeredArguments.flatMap((argument) => argument.argChoices ?? []);
}

function optionSpec(option: Option): OptionSpec {
  return {
    flags: [option.short, option.long].filter((flag) => flag !== undefined),
    description: option.description,
    takesValue: option.required || option.optional,
    values: option.argChoices ?? [],
    isPath: PATHS.has(option.long ?? ""),
  };
}
