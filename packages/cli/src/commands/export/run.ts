import { Option } from "commander";
import { addExamples, type CliCommand, flagsOf } from "../../command.ts";
import type { RunFlags } from "../../export/flags.ts";
import { addRunOptions, datasetOption, moduleOption } from "../../options/export-options.ts";
import { parsePath } from "../../options/parsers.ts";
import { addSourceOptions } from "../../options/source-options.ts";

export const exportRun: CliCommand = {
  name: "run",
  register(program, runtime) {
    const command = program
      .command("run")
      .summary("run the tasks of a file, or one part of them")
      .description(
        "Makes the files of the tasks that are not finished yet, each whole or not at all. Any number of processes may run parts of one plan, or the same part, at once. Prints a line of JSON for each task (at a terminal, a line of text). Exit codes: 0 if all are done, 11 if some failed, else that of the first failure; see `ecephys help exit-codes`.",
      );
    command
      .addOption(
        new Option("--task-file <file>", "tasks, as `ecephys export plan` prints them")
          .argParser(parsePath)
          .makeOptionMandatory(),
      )
      .addOption(
        new Option(
          "--shard <part>",
          'one of several parts of about the same size: "3/16" is the third of 16',
        ),
      );
    addRunOptions(command);
    command
      .addOption(
        datasetOption("the dataset's directory, where it is another one on this machine than in the plan"),
      )
      .addOption(moduleOption());
    addSourceOptions(command);
    addExamples(command, [
      ["ecephys export run --task-file tasks.ndjson", "all of them"],
      ["ecephys export run --task-file tasks.ndjson --shard $SLURM_ARRAY_TASK_ID/16", "in a Slurm array"],
    ]);
    command.action(async () => {
      const { runTaskFile } = await import("../../export/run-export.ts");
      await runTaskFile(flagsOf<RunFlags & { taskFile: string; shard?: string }>(command), runtime);
    });
  },
};
