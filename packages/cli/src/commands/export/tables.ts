import { Argument, Option } from "commander";
import { addExamples, type CliCommand, flagsOf } from "../../command.ts";
import type { RequestFlags, RunFlags } from "../../export/flags.ts";
import { addRequestOptions, addRunOptions, parseKinds } from "../../options/export-options.ts";
import { parsePath } from "../../options/parsers.ts";
import { addSourceOptions } from "../../options/source-options.ts";
import { addUnitFilterOptions } from "../../options/unit-filter-options.ts";

export const exportTables: CliCommand = {
  name: "tables",
  register(program, runtime) {
    const command = program
      .command("tables", { isDefault: true })
      .summary("write tables into one file or a dataset; may be left out: `ecephys export units`")
      .description(
        "Writes one table into one file or, with --partition session, tables into a dataset: a file for each session, which appears when it is complete. Run again, it makes only what is missing or has changed. Of a dataset it prints a line of JSON for each task (at a terminal, a line of text). Of all sessions, those without a file are left out, with a warning. Exit codes: 0 if all are done, 11 if some failed, else that of the first failure.",
      );
    command.addArgument(new Argument("<kinds...>", "kinds of export").argParser(parseKinds));
    addRequestOptions(command);
    command
      .addOption(
        new Option("--out <path>", "the file of one table, or the dataset's directory")
          .argParser(parsePath)
          .makeOptionMandatory(),
      )
      .addOption(
        new Option("--partition <by>", "make a dataset, with a file for each session").choices(["session"]),
      );
    addRunOptions(command);
    addUnitFilterOptions(command, "default: they are left out");
    addSourceOptions(command);
    addExamples(command, [
      ["ecephys export units --out units.parquet", "one table, as one file"],
      ["ecephys export presentations --sessions 715093703 --out presentations.csv", "a table of one session"],
      ["ecephys export units presentations --out dataset --partition session", "a dataset of all sessions"],
    ]);
    command.action(async (kinds: readonly string[]) => {
      const flags = flagsOf<RequestFlags & RunFlags & { out: string }>(command);
      if (flags.partition === undefined) {
        const { runExportTable } = await import("../../export/run-export-table.ts");
        return runExportTable(kinds, flags, runtime);
      }
      const { runExport } = await import("../../export/run-export.ts");
      return runExport(kinds, flags, runtime);
    });
  },
};
