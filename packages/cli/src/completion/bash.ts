import type { CommandSpec } from "./spec.ts";

/** A completion script for bash 3.2 and later. */
export function bashScript(commands: readonly CommandSpec[]): string {
  const cases = commands.map(
    ({ name, options, values }) =>
      `    ${name}) words="${[...values, ...options.flatMap(({ flags }) => flags)].join(" ")}" ;;`,
  );
  return `# bash completion for ecephys
_ecephys() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      -*) ;;
      *) command="\${COMP_WORDS[i]}"; break ;;
    esac
  done
  COMPREPLY=()
  case "$previous" in
${valueCases(commands).join("\n")}
  esac
  case "$command" in
    "") words="${commands.map(({ name }) => name).join(" ")} --help --version" ;;
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o filenames -F _ecephys ecephys
`;
}

function valueCases(commands: readonly CommandSpec[]): string[] {
  const lines = new Map<string, string>();
  for (const { flags, takesValue, values, isPath } of commands.flatMap(({ options }) => options)) {
    if (!takesValue) continue;
    const reply = isPath
      ? 'COMPREPLY=($(compgen -f -- "$current"))'
      : values.length > 0
        ? `COMPREPLY=($(compgen -W "${values.join(" ")}" -- "$current"))`
        : ":";
    lines.set(flags.join("|"), `    ${flags.join("|")}) ${reply}; return ;;`);
  }
  return [...lines.values()];
}
