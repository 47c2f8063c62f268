import { type Command, CommanderError } from "commander";

const HINTS: Readonly<Record<string, string>> = {
  "commander.unknownCommand": "lists the commands",
  "commander.unknownOption": "lists the options",
  "commander.missingArgument": "shows the usage",
  "commander.excessArguments": "shows the usage",
};

/** Makes usage errors of a command and its subcommands point to the right help. */
export function addUsageHints(command: Command, path = command.name()): void {
  command.exitOverride((error) => {
    throw hinted(error, path);
  });
  for (const inner of command.commands) addUsageHints(inner, `${path} ${inner.name()}`);
}

function hinted(error: CommanderError, path: string): CommanderError {
  // Commander's message there is the whole help text.
  if (error.code === "commander.help")
    return usageError(error, `no command is given; \`${path} --help\` lists them`);
  const hint = HINTS[error.code];
  if (hint === undefined) return error;
  return usageError(error, `${error.message.trimEnd()}\n  \`${path} --help\` ${hint}`);
}

function usageError({ code, exitCode }: CommanderError, message: string): CommanderError {
  return new CommanderError(exitCode, code, message);
}
