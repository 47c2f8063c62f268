import { type Command, Option } from "commander";
import { SOURCES } from "../sources/index.ts";
import { parsePath } from "./parsers.ts";

/** Which cache is meant, as given on the command line. */
export interface PlaceFlags {
  readonly source: string;
  readonly cache?: string | undefined;
}

/** Where tables and files come from, as given on the command line; sources have flags of their own beside these. */
export interface SourceFlags extends PlaceFlags {
  readonly offline?: boolean | undefined;
  readonly publishedAt?: string | undefined;
}

/** The options of every command that opens a cache. */
export function addSourceOptions(command: Command): void {
  const summaries = Object.entries(SOURCES).map(([name, { summary }]) => `${name}, ${summary}`);
  command
    .optionsGroup("Where from:")
    .addOption(
      new Option("--source <name>", `who is asked for what the cache does not have: ${summaries.join("; ")}`)
        .choices(Object.keys(SOURCES))
        .default("warehouse"),
    )
    .addOption(cacheOption())
    .option(
      "--published-at <date>",
      "only sessions published on or before this date (2019-10-03), and what belongs to them",
    )
    .option("--offline", "ask nothing of the network; ECEPHYS_OFFLINE=1 does the same");
  for (const source of Object.values(SOURCES)) source.addOptions?.(command);
}

/** The options of every command that only looks at what a cache holds. */
export function addPlaceOptions(command: Command): void {
  command
    .optionsGroup("Which cache:")
    .addOption(cacheOption())
    .addOption(
      new Option("--source <name>", "whose cache, where --cache names none")
        .choices(Object.keys(SOURCES))
        .default("warehouse"),
    )
    .option("--offline", "changes nothing: this command asks nothing of the network");
}

const cacheOption = () =>
  new Option(
    "--cache <path>",
    "cache directory, or a manifest's .json file in it (default: $ECEPHYS_CACHE, else the user's cache directory)",
  ).argParser(parsePath);
