import { DESCRIBED_TABLES, describeColumns, PROJECT_TABLES, STIMULUS_NAMES } from "@ecephys/core/columns";
import type { Command, Option } from "commander";
import { TOPICS } from "../help/topics.ts";

/** What a shell needs to know to complete a command. */
export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionSpec[];
  /** Values of the command's argument. */
  readonly values: readonly string[];
  /** Which of its arguments names a session, an id or a file: the first (0) or the second (1); undefined for none. */
  readonly sessionAt: number | undefined;
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
  /** Whether it takes several values, separated by commas. */
  readonly isList: boolean;
  /** The command that prints the values, one a line after a header. */
  readonly listedBy?: string | undefined;
}

/** Ids are those of the tables in the cache; nothing is fetched while a command line is completed. */
const IDS = "--offline --columns id --format csv --quiet";
const LISTED_BY: Readonly<Record<string, string>> = {
  "--session": `sessions ${IDS}`,
  "--probe": `probes ${IDS}`,
};
/** The command that lists the ids of sessions. */
export const SESSION_IDS = LISTED_BY["--session"]!;

const PATHS = new Set(["--cache", "--lfp-file", "--module", "--out", "--task-file"]);

/** The program's commands with their options, including those of the program itself. */
export function completionSpec(program: Command): CommandSpec[] {
  const specOf = (command: Command): CommandSpec => ({
    name: command.name(),
    summary: command.summary(),
    options: [...command.options, ...program.options]
      .map((option) => optionSpec(option, command.name()))
      .concat(HELP),
    values:
      command.name() === "help"
        ? [...program.commands.map((known) => known.name()), ...Object.keys(TOPICS)]
        : argumentValues(command),
    sessionAt: sessionAt(command),
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
  isList: false,
};

/** The columns that `--columns`, `--sort` and `--suppress` of a command take. */
function columnsOf(command: string): readonly string[] {
  const own = DESCRIBED_TABLES.find((name) => name === command);
  const tables =
    command === "session"
      ? DESCRIBED_TABLES.filter((name) => !PROJECT_TABLES.includes(name))
      : own
        ? [own]
        : [];
  return [...new Set(tables.flatMap((name) => describeColumns(name).map((column) => column.name)))].filter(
    (name) => /^\w+$/.test(name),
  );
}

const TAKES_COLUMNS = new Set(["--columns", "--sort", "--suppress"]);

function argumentValues(command: Command): readonly string[] {
  return command.registeredArguments.flatMap((argument) => argument.argChoices ?? []);
}

function optionSpec(option: Option, command: string): OptionSpec {
  const long = option.long ?? "";
  return {
    flags: [option.short, option.long].filter((flag) => flag !== undefined),
    description: option.description,
    takesValue: option.required || option.optional,
    values: valuesOf(option, command),
    isPath: PATHS.has(long),
    isList: TAKES_COLUMNS.has(long),
    listedBy: option.required ? LISTED_BY[long] : undefined,
  };
}

function valuesOf({ argChoices = [], long }: Option, command: string): readonly string[] {
  if (TAKES_COLUMNS.has(long ?? "")) return columnsOf(command);
  // The stimuli of the metrics are other ones.
  return long === "--stimulus" && command !== "metrics" ? STIMULUS_NAMES : argChoices;
}

function sessionAt(command: Command): number | undefined {
  const at = command.registeredArguments.findIndex((argument) => argument.name() === "session");
  return at < 0 ? undefined : at;
}
