import { type Command, Option } from "commander";
import { FORMATS, type Format } from "../format/formats.ts";
import { outOption } from "./out-option.ts";
import {
  joinWhere,
  type Limit,
  parseLimit,
  parseNames,
  parseSort,
  repeatable,
  type SortKey,
} from "./parsers.ts";

/** Which part of a table to show and how, from the command line. */
export interface TableFlags {
  readonly where?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly sort?: readonly SortKey[] | undefined;
  readonly limit?: Limit | undefined;
  readonly describe?: boolean | undefined;
  readonly format?: Format | undefined;
  readonly json?: boolean | undefined;
  readonly out?: string | undefined;
}

/** The options of every command that shows a table. */
export function addTableOptions(command: Command): void {
  command
    .optionsGroup("Which rows and columns:")
    .addOption(
      new Option(
        "--where <expression>",
        "only rows for which this is true (may be repeated: all must be true); see `ecephys help where`",
      ).argParser(joinWhere),
    )
    .addOption(
      new Option("--columns <names>", "only these columns, in this order").argParser(repeatable(parseNames)),
    )
    .addOption(
      new Option(
        "--sort <names>",
        "sort by columns, -name in descending order; missing values last",
      ).argParser(repeatable(parseSort)),
    )
    .addOption(
      new Option(
        "--limit <n>",
        'at most so many rows, or "none" (default: a window full on a terminal, else all)',
      ).argParser(parseLimit),
    )
    .addOption(
      new Option(
        "--describe",
        "instead of the rows, one row per column: count, missing, distinct, mean, sd, min, quantiles, max",
      ).conflicts(["sort", "limit"]),
    )
    .optionsGroup("Output:")
    .addOption(
      new Option(
        "--format <format>",
        "output format (default: by the extension of --out, else table on a terminal and csv in a pipe)",
      ).choices(FORMATS),
    )
    .addOption(outOption());
}
