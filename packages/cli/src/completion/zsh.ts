import { type CommandSpec, type OptionSpec, SESSION_IDS } from "./spec.ts";

/** A completion script for zsh; needs compinit. */
export function zshScript(commands: readonly CommandSpec[]): string {
  return `#compdef ecephys
_ecephys() {
  local -a commands
${chooser(commands, 2)}
}
compdef _ecephys ecephys
`;
}

/** Completes a command's name at this word, and its options and values after it. */
function chooser(commands: readonly CommandSpec[], word: number): string {
  const names = commands.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`).join("\n");
  return `  commands=(
${names}
  )
  if (( CURRENT == ${word} )); then
    _describe 'command' commands
    return
  fi
  case "$words[${word}]" in
${commands.map((command) => commandCase(command, word)).join("\n")}
  esac`;
}

function commandCase({ commands, sessionAt, name, options, values }: CommandSpec, word: number): string {
  if (commands.length > 0) return `  ${name})\n${chooser(commands, word + 1)}\n    ;;`;
  const session = [`'${(sessionAt ?? 0) + 1}:session:{compadd -- ${idsOf(SESSION_IDS)}; _files}'`];
  const own = [
    ...(sessionAt === undefined ? [] : session),
    ...(values.length > 0 ? [`'${sessionAt === 0 ? 2 : 1}:value:(${values.join(" ")})'`] : []),
  ];
  const lines = [...options.flatMap(optionArguments), ...own].map((line) => `      ${line}`);
  return `  ${name})\n    shift ${word - 1} words; (( CURRENT -= ${word - 1} ))\n    _arguments -s \\\n${lines.join(" \\\n")}\n    ;;`;
}

/** The words that a command prints one a line, without its header. */
const idsOf = (command: string) => `$(ecephys ${command} 2>/dev/null | tail -n +2)`;

function optionArguments(option: OptionSpec): string[] {
  const { description, flags, isList, isPath, listedBy, takesValue, values } = option;
  const value = !takesValue
    ? ""
    : isPath
      ? ":file:_files"
      : listedBy !== undefined
        ? `:id:{compadd -- ${idsOf(listedBy)}}`
        : isList && values.length > 0
          ? `:columns:_values -s , column ${values.join(" ")}`
          : values.length > 0
            ? `:value:(${values.join(" ")})`
            : ":value: ";
  const text = description.replace(/[[\]:\\]/g, "\\$&");
  return flags.map((flag) => quote(`${flag}[${text}]${value}`));
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
