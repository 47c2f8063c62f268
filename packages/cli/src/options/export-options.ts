import { type Command, InvalidArgumentError, Option } from "commander";
import { parseCount, parseDuration, parseIds, parseNames, parsePath, repeatable } from "./parsers.ts";

/** "all", or ids. */
function parseSessions(text: string): "all" | number[] {
  return text === "all" ? text : parseIds(text);
}

/** "name=value". */
function parseSetting(text: string): [string, string][] {
  const [, name, value] = /^([\w-]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError("Give NAME=VALUE.");
  return [[name, value]];
}

/** What is exported, and in which format. */
export function addRequestOptions(command: Command): void {
  command
    .optionsGroup("What:")
    .addOption(
      new Option(
        "--sessions <ids>",
        'sessions, separated by commas, or "all" (default: all); tables of the project have all in any case',
      ).argParser(parseSessions),
    )
    .addOption(
      new Option(
        "--set <name=value>",
        "a parameter of the kinds that have it; lists are separated by commas",
      ).argParser(repeatable(parseSetting)),
    )
    .addOption(moduleOption())
    .optionsGroup("Where to:")
    .addOption(
      new Option("--format <format>", "format of the files (default: parquet)").choices([
        "parquet",
        "arrow",
        "csv",
        "ndjson",
      ]),
    )
    .addOption(
      new Option("--compression <codec>", "of Parquet files (default: snappy)").choices([
        "snappy",
        "zstd",
        "gzip",
        "none",
      ]),
    );
}

/** How tasks are run. */
export function addRunOptions(command: Command, what = "sessions that are worked on"): void {
  command
    .optionsGroup("How:")
    .addOption(
      new Option("--concurrency <count>", `number of ${what} at once (default: 1)`).argParser(parseCount),
    )
    .option(
      "--stream",
      "read sessions that are not in the cache from the server in parts, instead of downloading them",
    );
}

/** Modules with tasks of one's own. */
export function moduleOption(): Option {
  return new Option(
    "--module <file>",
    "a module that exports tasks of your own, made with defineTask of @ecephys/export/tasks",
  ).argParser(repeatable((text) => [parsePath(text)]));
}

/** The dataset's directory. */
export function datasetOption(description: string): Option {
  return new Option("--out <directory>", description).argParser(parsePath);
}

/** Which queue of which database. */
export function addQueueOptions(command: Command): void {
  command
    .optionsGroup("Which queue:")
    .addOption(
      new Option(
        "--queue <address>",
        "PostgreSQL database of the queue, postgres://host/database; give the password in PGPASSWORD or ~/.pgpass, not here (default: $ECEPHYS_QUEUE)",
      ),
    )
    .addOption(new Option("--queue-name <name>", "one of several queues of the database").default("ecephys"));
}

/** When a submitted task of a dead worker is taken over. */
export function expireOption(): Option {
  return new Option(
    "--expire <time>",
    'hand a task to another worker when its own has given no sign of life for so long, such as "20s" or "2m"; on another host the file\'s lock takes as long again, 15 to 45 s (default: 60s)',
  ).argParser(parseDuration);
}

/** Kinds of export, separated by spaces or commas. */
export const parseKinds = repeatable(parseNames);
