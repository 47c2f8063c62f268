import { type Command, Option } from "commander";
import { PROGRESS_KINDS } from "../progress/kinds.ts";
import { parseCount, parseRate } from "./parsers.ts";

/** How to transfer files, from the command line. */
export interface TransferFlags {
  readonly concurrency?: number | undefined;
  readonly ranges?: number | undefined;
  readonly bandwidth?: number | undefined;
  readonly progress: (typeof PROGRESS_KINDS)[number];
}

/** The options of every command that transfers many files. */
export function addTransferOptions(command: Command): void {
  command
    .optionsGroup("How:")
    .addOption(
      new Option(
        "--concurrency <n>",
        "how many files at once (default: 4, or 24 if they are small)",
      ).argParser(parseCount),
    )
    .addOption(
      new Option("--ranges <n>", "how many parts of each large file at once (default: 1)").argParser(
        parseCount,
      ),
    )
    .addOption(
      new Option("--bandwidth <rate>", "at most this many bytes per second in total: 10M, 500k").argParser(
        parseRate,
      ),
    );
  addProgressOption(command);
}

/** The option of every command that may take long. */
export function addProgressOption(command: Command): void {
  command.addOption(
    new Option(
      "--progress <kind>",
      "bars, lines for a log, or none; auto: bars on a terminal, nothing elsewhere",
    )
      .choices(PROGRESS_KINDS)
      .default("auto"),
  );
}
