import { allCommands, type CommandSpec, type OptionSpec, SESSION_IDS, wordsOf } from "./spec.ts";

/** A completion script for bash 3.2 and later. */
export function bashScript(commands: readonly CommandSpec[]): string {
  return `# bash completion for ecephys
_ecephys_list() {
  local head="\${current%"\${current##*[,-]}"}"
  COMPREPLY=($(compgen -P "$head" -W "$1" -- "\${current##*[,-]}"))
}
_ecephys() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" inner="" words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      ${takingValues(commands).join("|")}) i=$((i + 1)); [[ "\${COMP_WORDS[i]}" == "=" ]] && i=$((i + 1)) ;;
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

/** The options that take a value, which is not the command's name or argument. */
function takingValues(commands: readonly CommandSpec[]): string[] {
  const options = allCommands(commands).flatMap((command) => command.options);
  return [...new Set(options.filter(({ takesValue }) => takesValue).flatMap(({ flags }) => flags))];
}

/** What the words of a command that prints one a line are, without its header. */
const listed = (command: string) => `$(ecephys ${command} 2>/dev/null | tail -n +2)`;

function commandCase(command: CommandSpec): string {
  const { commands, name } = command;
  if (command.sessionAt !== undefined) {
    const isThere = command.sessionAt === 0 ? '-z "$inner"' : '-n "$inner"';
    return `    ${name}) words="${wordList(command)}"
      if [[ ${isThere} && "$current" != -* ]]; then COMPREPLY=($(compgen -W "${listed(SESSION_IDS)}" -- "$current") $(compgen -f -- "$current")); return; fi ;;`;
  }
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
      else if (usual.get(flags) !== reply) special.push(valueCase(option, `*"${name} "*"`, reply));
    }
  }
  const others = [...usual].map(([flags, reply]) => valueCase({ flags: flags.split("|") }, '*" ', reply));
  return [...special, ...others];
}

function valueCase({ flags }: Pick<OptionSpec, "flags">, before: string, reply: string): string {
  return `    ${flags.map((flag) => `${before}${flag}"`).join("|")}) ${reply}; return ;;`;
}

function valueReply({ isList, isPath, listedBy, values }: OptionSpec): string {
  if (listedBy !== undefined) return `COMPREPLY=($(compgen -W "${listed(listedBy)}" -- "$current"))`;
  if (isList && values.length > 0) return `_ecephys_list "${values.join(" ")}"`;
  if (isPath) return 'COMPREPLY=($(compgen -f -- "$current"))';
  return values.length > 0 ? `COMPREPLY=($(compgen -W "${values.join(" ")}" -- "$current"))` : ":";
}
