import { type Command, Option } from "commander";
import { SOURCES } from "../sources/index.ts";
import { parseUrl } from "./parsers.ts";

/** Where tables and files come from, as given on the command line. */
export interface SourceFlags {
  readonly source: string;
  readonly cache?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly offline?: boolean | undefined;
}

/** The options of every command that opens a cache. */
export function addSourceOptions(command: Command): void {
  command
    .optionsGroup("Where from:")
    .addOption(
      new Option("--source <name>", "who is asked for what the cache does not have")
        .choices(Object.keys(SOURCES))
        .default("warehouse"),
    )
    .option(
      "--cache <path>",
      "cache directory, or a manifest's .json file in it (default: $ECEPHYS_CACHE, else the user's cache directory)",
    )
    .addOption(
      new Option(
        "--base-url <url>",
        "root of the warehouse (default: $ECEPHYS_WAREHOUSE_URL, else the public one)",
      ).argParser(parseUrl),
    )
    .option("--offline", "ask nothing of the network; ECEPHYS_OFFLINE=1 does the same");
}
