import { type Command, Option } from "commander";
import { PROGRESS_KINDS } from "../progress/kinds.ts";
import { parseCount, parseRate } from "./parsers.ts";

/** How files are transferred, as given on the command line. */
export interface TransferFlags {
  readonly concurrency?: number | undefined;
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
        "so many transfers at once: files, or parts of a large one (default: 4)",
      ).argParser(parseCount),
    )
    .addOption(
      new Option("--bandwidth <rate>", "at most so many bytes a second in all: 10M, 500k").argParser(
        parseRate,
      ),
    );
  addProgressOption(command);
}

/** The option of every command that takes its time. */
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
