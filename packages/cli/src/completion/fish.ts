import { type CommandSpec, type OptionSpec, SESSION_IDS } from "./spec.ts";

/** A completion script for fish. */
export function fishScript(commands: readonly CommandSpec[]): string {
  const lines = ["# fish completion for ecephys", "complete -c ecephys -f"];
  for (const command of commands) {
    lines.push(
      `complete -c ecephys -n __fish_use_subcommand -a ${command.name} -d ${quote(command.summary)}`,
    );
    lines.push(...commandLines(command, `__fish_seen_subcommand_from ${command.name}`));
  }
  return `${lines.join("\n")}\n`;
}

function commandLines({ commands, options, sessionAt, values }: CommandSpec, condition: string): string[] {
  const complete = (when: string) => `complete -c ecephys -n ${quote(when)}`;
  const names = commands.map(({ name }) => name).join(" ");
  const lines = commands.flatMap((command) => [
    `${complete(`${condition}; and not __fish_seen_subcommand_from ${names}`)} -a ${command.name} -d ${quote(command.summary)}`,
    ...commandLines(command, `${condition}; and __fish_seen_subcommand_from ${command.name}`),
  ]);
  if (values.length > 0) lines.push(`${complete(condition)} -a ${quote(values.join(" "))}`);
  if (sessionAt !== undefined)
    lines.push(`${complete(condition)} -a ${quote(idsOf(SESSION_IDS))}`, `${complete(condition)} -F`);
  // Its subcommands have their own options.
  if (commands.length === 0)
    lines.push(...options.map((option) => `${complete(condition)} ${optionArguments(option)}`));
  return lines;
}

/** The words that a command prints one a line, without its header. */
const idsOf = (command: string) => `(ecephys ${command} 2>/dev/null | tail -n +2)`;

function optionArguments(option: OptionSpec): string {
  const { description, flags, isList, isPath, listedBy, takesValue, values } = option;
  const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const value = !takesValue
    ? ""
    : isPath
      ? " -r -F"
      : listedBy !== undefined
        ? ` -x -a ${quote(idsOf(listedBy))}`
        : isList && values.length > 0
          ? ` -x -a ${quote(`(__fish_append , ${values.join(" ")})`)}`
          : values.length > 0
            ? ` -x -a ${quote(values.join(" "))}`
            : " -x";
  return `${names.join(" ")}${value} -d ${quote(description)}`;
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
