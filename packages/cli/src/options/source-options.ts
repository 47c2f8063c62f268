import { type Command, Option } from "commander";
import { SOURCES } from "../sources/index.ts";

/** Where tables and files come from, as given on the command line; sources have flags of their own beside these. */
export interface SourceFlags {
  readonly source: string;
  readonly cache?: string | undefined;
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
    .option(
      "--cache <path>",
      "cache directory, or a manifest's .json file in it (default: $ECEPHYS_CACHE, else the user's cache directory)",
    )
    .option(
      "--published-at <date>",
      "only sessions published on or before this date (2019-10-03), and what belongs to them",
    )
    .option("--offline", "ask nothing of the network; ECEPHYS_OFFLINE=1 does the same");
  for (const source of Object.values(SOURCES)) source.addOptions?.(command);
}
