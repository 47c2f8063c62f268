import type { CommandSpec, OptionSpec } from "./spec.ts";

/** A completion script for fish. */
export function fishScript(commands: readonly CommandSpec[]): string {
  const lines = ["# fish completion for ecephys", "complete -c ecephys -f"];
  for (const { name, summary, options, values } of commands) {
    lines.push(`complete -c ecephys -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`);
    const when = `-n ${quote(`__fish_seen_subcommand_from ${name}`)}`;
    if (values.length > 0) lines.push(`complete -c ecephys ${when} -a ${quote(values.join(" "))}`);
    for (const option of options) lines.push(`complete -c ecephys ${when} ${optionArguments(option)}`);
  }
  return `${lines.join("\n")}\n`;
}

function optionArguments({ flags, description, takesValue, values, isPath }: OptionSpec): string {
  const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const value = !takesValue
    ? ""
    : isPath
      ? " -r -F"
      : values.length > 0
        ? ` -x -a ${quote(values.join(" "))}`
        : " -x";
  return `${names.join(" ")}${value} -d ${quote(description)}`;
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
