import type { Command, Option } from "commander";
import { TOPICS } from "../help/topics.ts";

/** What a shell needs to know to complete a command. */
export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionSpec[];
  /** Values of the command's argument. */
  readonly values: readonly string[];
  /** Subcommands, such as those of `ecephys cache`. */
  readonly commands: readonly CommandSpec[];
}

export interface OptionSpec {
  readonly flags: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  readonly values: readonly string[];
  /** Whether its value is a file or directory. */
  readonly isPath: boolean;
}

const PATHS = new Set(["--cache", "--lfp-file", "--out"]);

/** The program's commands with their options, including those of the program itself. */
export function completionSpec(program: Command): CommandSpec[] {
  const specOf = (command: Command): CommandSpec => ({
    name: command.name(),
    summary: command.summary(),
    options: [...command.options, ...program.options].map(optionSpec).concat(HELP),
    values:
      command.name() === "help"
        ? [...program.commands.map((known) => known.name()), ...Object.keys(TOPICS)]
        : argumentValues(command),
    commands: command.commands.map(specOf),
  });
  return program.commands.map(specOf);
}

/** Every command and subcommand. */
export function allCommands(commands: readonly CommandSpec[]): CommandSpec[] {
  return commands.flatMap((command) => [command, ...allCommands(command.commands)]);
}

/** What may follow a command's name: its subcommands, or the values of its argument. */
export function wordsOf({ commands, values }: CommandSpec): readonly string[] {
  return commands.length > 0 ? commands.map(({ name }) => name) : values;
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
