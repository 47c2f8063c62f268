import { allCommands, type CommandSpec, type OptionSpec, wordsOf } from "./spec.ts";

/** A completion script for bash 3.2 and later. */
export function bashScript(commands: readonly CommandSpec[]): string {
  return `# bash completion for ecephys
_ecephys() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" inner="" words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      -*) ;;
      *) if [[ -z "$command" ]]; then command="\${COMP_WORDS[i]}"; else inner="\${COMP_WORDS[i]}"; break; fi ;;
    esac
  done
  COMPREPLY=()
  # Bash takes the = of --format=csv for a word of its own.
  if [[ "$current" == "=" ]]; then current=""; elif [[ "$previous" == "=" ]]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  case "$command\${inner:+ $inner} $previous" in
${valueCases(commands).join("\n")}
  esac
  case "$command" in
    "") words="${commands.map(({ name }) => name).join(" ")} --help --version" ;;
${commands.map(commandCase).join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o filenames -F _ecephys ecephys
`;
}

function commandCase(command: CommandSpec): string {
  const { commands, name } = command;
  if (commands.length === 0) return `    ${name}) words="${wordList(command)}" ;;`;
  const inner = commands.map((known) => `      ${known.name}) words="${wordList(known)}" ;;`);
  return `    ${name}) case "$inner" in\n      "") words="${wordList(command)}" ;;\n${inner.join("\n")}\n    esac ;;`;
}

function wordList(command: CommandSpec): string {
  return [...wordsOf(command), ...command.options.flatMap(({ flags }) => flags)].join(" ");
}

/** Completes the values of options; commands whose values differ from the first command's come first. */
function valueCases(commands: readonly CommandSpec[]): string[] {
  const usual = new Map<string, string>();
  const special: string[] = [];
  for (const { name, options } of allCommands(commands)) {
    for (const option of options.filter(({ takesValue }) => takesValue)) {
      const reply = valueReply(option);
      const flags = option.flags.join("|");
      if (!usual.has(flags)) usual.set(flags, reply);
      else if (usual.get(flags) !== reply) special.push(valueCase(option, `*"${name} `, reply));
    }
  }
  const others = [...usual].map(([flags, reply]) => valueCase({ flags: flags.split("|") }, '*" ', reply));
  return [...special, ...others];
}

function valueCase({ flags }: Pick<OptionSpec, "flags">, before: string, reply: string): string {
  return `    ${flags.map((flag) => `${before}${flag}"`).join("|")}) ${reply}; return ;;`;
}

function valueReply({ isPath, values }: OptionSpec): string {
  if (isPath) return 'COMPREPLY=($(compgen -f -- "$current"))';
  return values.length > 0 ? `COMPREPLY=($(compgen -W "${values.join(" ")}" -- "$current"))` : ":";
}
