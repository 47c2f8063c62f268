import { FILE_KINDS, type FileKind, type KindOption } from "@ecephys/core/kinds";
import { type Command, Option } from "commander";
import { parseIds, parseIndexes, parseNames, repeatable } from "../options/parsers.ts";

/** An option of `ecephys download` for a kind of file: for single files, or for all files of the chosen sessions. */
export interface KindChoice {
  readonly kind: FileKind;
  /** The kind's name in a prefetch request. */
  readonly name: string;
  readonly option: KindOption;
  readonly isOfSessions: boolean;
}

/** The request's name for the sessions themselves, which other options choose too. */
export const SESSIONS = "sessions";

/** The options of all kinds of files, each once: those for whole sessions before those for single files. */
export const KIND_CHOICES: readonly KindChoice[] = uniqueByName([...FILE_KINDS].reverse().flatMap(choicesOf));

function choicesOf(kind: FileKind): KindChoice[] {
  const { name, ofSessions, option } = kind.request ?? { name: "" };
  return [
    ...(ofSessions === undefined ? [] : [{ kind, name, option: ofSessions, isOfSessions: true }]),
    ...(option === undefined ? [] : [{ kind, name, option, isOfSessions: false }]),
  ];
}

function uniqueByName(choices: readonly KindChoice[]): KindChoice[] {
  return [...new Map(choices.map((choice) => [choice.option.name, choice])).values()];
}

/** Adds the options of the kinds that `isWanted` accepts. */
export function addKindOptions(command: Command, isWanted: (choice: KindChoice) => boolean): void {
  for (const choice of KIND_CHOICES.filter(isWanted)) command.addOption(optionOf(choice));
}

/** The value of a kind's option in the flags. */
export function flagOf(flags: object, { option }: KindChoice): unknown {
  return (flags as Readonly<Record<string, unknown>>)[optionNamed(option).attributeName()];
}

/** The option as it is written in help and messages: "--movie NUMBERS". */
export function usageOf({ name, takes }: KindOption): string {
  return `--${name}${takes === undefined ? "" : ` ${takes.toUpperCase()}`}`;
}

function optionOf({ kind, option }: KindChoice): Option {
  const made = optionNamed(option);
  if (option.takes === undefined) return made;
  switch (kind.arguments.at(-1)?.type) {
    case "number":
      return made.argParser(repeatable(parseIndexes));
    case "text":
      return made.argParser(repeatable(parseNames));
    default:
      return made.argParser(repeatable(parseIds));
  }
}

function optionNamed({ description, name, takes }: KindOption): Option {
  return new Option(`--${name}${takes === undefined ? "" : ` <${takes}>`}`, description);
}
