import { type Command, CommanderError } from "commander";

const HINTS: Readonly<Record<string, string>> = {
  "commander.unknownCommand": "lists the commands",
  "commander.unknownOption": "lists the options",
  "commander.missingArgument": "says more",
};

/** Makes a command, and those below it, say with a wrong usage whose help helps. */
export function addUsageHints(command: Command, path = command.name()): void {
  command.exitOverride((error) => {
    throw hinted(error, path);
  });
  for (const inner of command.commands) addUsageHints(inner, `${path} ${inner.name()}`);
}

function hinted(error: CommanderError, path: string): CommanderError {
  const hint = HINTS[error.code];
  if (hint === undefined || error.message.includes("Did you mean")) return error;
  const message = `${error.message.trimEnd()}\n  \`${path} --help\` ${hint}`;
  return new CommanderError(error.exitCode, error.code, message);
}
