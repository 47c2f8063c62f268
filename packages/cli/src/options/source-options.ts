import type { CorrectionChoice } from "@ecephys/core";
import { type Command, Option } from "commander";
import { DEFAULT_SOURCE, SOURCES } from "../sources/index.ts";
import { parseNames, parsePath } from "./parsers.ts";

/** The choice of cache, from the command line. */
export interface PlaceFlags {
  readonly source: string;
  readonly cache?: string | undefined;
}

/** Where tables and files come from, from the command line; sources have their own flags as well. */
export interface SourceFlags extends PlaceFlags {
  readonly offline?: boolean | undefined;
  readonly publishedAt?: string | undefined;
  readonly corrections?: CorrectionChoice | undefined;
}

/** Unknown names are refused where the cache or the file is opened, with those that there are. */
function parseCorrections(text: string): CorrectionChoice {
  return text === "all" ? text : (parseNames(text) as readonly string[] as CorrectionChoice);
}

/** The options of every command that opens a cache. */
export function addSourceOptions(command: Command): void {
  const summaries = Object.entries(SOURCES).map(([name, { summary }]) => `${name}, ${summary}`);
  command
    .optionsGroup("Where from:")
    .addOption(
      new Option("--source <name>", `where to fetch what the cache does not have: ${summaries.join("; ")}`)
        .choices(Object.keys(SOURCES))
        .default(DEFAULT_SOURCE),
    )
    .addOption(cacheOption())
    .option(
      "--published-at <date>",
      "only sessions published on or before this date (2019-10-03), and what belongs to them",
    )
    .addOption(
      new Option(
        "--corrections <names>",
        "put known faults of the data right: all, or those named; warnings name them",
      ).argParser(parseCorrections),
    )
    .option("--offline", "never use the network; ECEPHYS_OFFLINE=1 does the same");
  for (const source of Object.values(SOURCES)) source.addOptions?.(command);
}

/**
 * The options of every command that only inspects a cache.
 * @param offline What --offline means for it.
 */
export function addPlaceOptions(
  command: Command,
  offline = "no effect: this command never uses the network",
): void {
  command
    .optionsGroup("Which cache:")
    .addOption(cacheOption())
    .addOption(
      new Option("--source <name>", "whose cache, if --cache is not given")
        .choices(Object.keys(SOURCES))
        .default(DEFAULT_SOURCE),
    )
    .option("--offline", offline);
}

const cacheOption = () =>
  new Option(
    "--cache <path>",
    "cache directory, whatever its manifest is called, or a manifest's .json file (default: $ECEPHYS_CACHE, else the user's cache directory)",
  ).argParser(parsePath);
