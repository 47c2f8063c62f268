import { Argument } from "commander";
import { addExamples, type CliCommand, flagsOf } from "../../command.ts";
import type { RequestFlags } from "../../export/flags.ts";
import { addRequestOptions, datasetOption, parseKinds } from "../../options/export-options.ts";
import { addSourceOptions } from "../../options/source-options.ts";
import { addUnitFilterOptions } from "../../options/unit-filter-options.ts";

export const exportPlan: CliCommand = {
  name: "plan",
  register(program, runtime) {
    const command = program
      .command("plan")
      .summary("print the tasks of an export, one line of JSON each")
      .description(
        "Prints one task for each session and kind, and for each table of the project: what it reads, with size and version, the file that it makes, and how much it is to read. Nothing is downloaded but missing tables. Sessions without a file are named on stderr, once; the exit code is 11 if they were named by --sessions, and 0 if all were asked for.",
      );
    command.addArgument(new Argument("<kinds...>", "kinds of export").argParser(parseKinds));
    addRequestOptions(command);
    command.addOption(datasetOption("the dataset's directory").makeOptionMandatory());
    addUnitFilterOptions(command, "default: they are left out");
    addSourceOptions(command);
    addExamples(command, [
      ["ecephys export plan units presentations --sessions all --out dataset > tasks.ndjson", "all sessions"],
      ["ecephys export plan presentations --out dataset | wc -l", "how many tasks there are"],
    ]);
    command.action(async (kinds: readonly string[]) => {
      const { runPlan } = await import("../../export/run-export.ts");
      await runPlan(kinds, flagsOf<RequestFlags & { out: string }>(command), runtime);
    });
  },
};
