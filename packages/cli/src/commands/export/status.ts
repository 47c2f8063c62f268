import { Argument } from "commander";
import { addExamples, type CliCommand, flagsOf } from "../../command.ts";
import type { GlobalFlags } from "../../options/global-options.ts";
import { parsePath } from "../../options/parsers.ts";

export const exportStatus: CliCommand = {
  name: "status",
  register(program, runtime) {
    const command = program
      .command("status")
      .summary("how far a dataset is: done, running, failed, waiting")
      .description(
        "Tells how far a dataset is, from what lies in its directory: at any time, while any number of processes work on it.",
      );
    command.addArgument(new Argument("<dataset>", "the dataset's directory").argParser(parsePath));
    addExamples(command, [
      ["ecephys export status dataset", "counts, and what failed"],
      ["ecephys export status dataset --json | jq '.tasks[] | select(.state == \"failed\")'", "in a script"],
    ]);
    command.action(async (dataset: string) => {
      const { runExportStatus } = await import("../../export/run-status.ts");
      await runExportStatus(dataset, flagsOf<GlobalFlags>(command), runtime);
    });
  },
};
