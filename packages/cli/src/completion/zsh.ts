import type { CommandSpec, OptionSpec } from "./spec.ts";

/** A completion script for zsh; needs compinit. */
export function zshScript(commands: readonly CommandSpec[]): string {
  const names = commands.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`).join("\n");
  return `#compdef ecephys
_ecephys() {
  local -a commands
  commands=(
${names}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  case "$words[2]" in
${commands.map(commandCase).join("\n")}
  esac
}
compdef _ecephys ecephys
`;
}

function commandCase({ name, options, values }: CommandSpec): string {
  const own = values.length > 0 ? [`'1:value:(${values.join(" ")})'`] : [];
  const lines = [...options.flatMap(optionArguments), ...own].map((line) => `      ${line}`);
  return `  ${name})\n    shift words; (( CURRENT-- ))\n    _arguments -s \\\n${lines.join(" \\\n")}\n    ;;`;
}

function optionArguments({ flags, description, takesValue, values, isPath }: OptionSpec): string[] {
  const value = !takesValue
    ? ""
    : isPath
      ? ":file:_files"
      : values.length > 0
        ? `:value:(${values.join(" ")})`
        : ":value: ";
  const text = description.replace(/[[\]:\\]/g, "\\$&");
  return flags.map((flag) => quote(`${flag}[${text}]${value}`));
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
