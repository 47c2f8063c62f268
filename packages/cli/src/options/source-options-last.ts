import { Command } from "commander";
import { addSourceOptions } from "./source-options.ts";

/**
 * Moves the options of where data come from that stand before a command's name (`ecephys --offline units`) behind it,
 * where the commands that have them read them.
 * @param program With all of its commands.
 */
export function sourceOptionsLast(args: readonly string[], program: Command): string[] {
  const known = new Command();
  addSourceOptions(known);
  const head: string[] = [];
  const moved: string[] = [];
  let command = program;
  let at = 0;
  while (at < args.length && command.commands.length > 0) {
    const word = args[at]!;
    if (!word.startsWith("-")) {
      const inner = command.commands.find((each) => each.name() === word);
      if (inner === undefined) break;
      head.push(word);
      command = inner;
      at++;
      continue;
    }
    const isOwn = isKnown(command, word) || isKnown(program, word);
    if (!isOwn && !isKnown(known, word)) break;
    const count = takesNext(isOwn ? command : known, word) ? 2 : 1;
    (isOwn ? head : moved).push(...args.slice(at, at + count));
    at += count;
  }
  const rest = args.slice(at);
  // Without a command there is nobody to read them: that it is missing or unknown is what to say.
  if (command === program) return rest.length === 0 ? head : [...head, ...rest, ...moved];
  return [...head, ...moved, ...rest];
}

function isKnown(command: Command, word: string): boolean {
  const flag = word.split("=", 1)[0];
  return command.options.some(({ long, short }) => long === flag || short === flag);
}

function takesNext(command: Command, word: string): boolean {
  return command.options.some(({ long, required, short }) => required && (long === word || short === word));
}
