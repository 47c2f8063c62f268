import { Argument, Option } from "commander";
import { addExamples, type CliCommand, flagsOf } from "../../command.ts";
import type { QueueFlags, RequestFlags } from "../../export/flags.ts";
import {
  addQueueOptions,
  addRequestOptions,
  datasetOption,
  expireOption,
  parseKinds,
} from "../../options/export-options.ts";
import { parsePath } from "../../options/parsers.ts";
import { addSourceOptions } from "../../options/source-options.ts";
import { addUnitFilterOptions } from "../../options/unit-filter-options.ts";

export const exportSubmit: CliCommand = {
  name: "submit",
  register(program, runtime) {
    const command = program
      .command("submit")
      .summary("put the tasks of an export into a queue, for `ecephys worker`")
      .description(
        "Plans an export, or takes the tasks of a file, and puts them into a queue in PostgreSQL (pg-boss, whose tables are made in the schema pgboss). What is in the queue already is not put there twice; what has ended is put there again, and workers skip what is finished.",
      );
    command.addArgument(new Argument("[kinds...]", "kinds of export").argParser(parseKinds));
    addQueueOptions(command);
    command.addOption(expireOption());
    command.addOption(
      new Option("--task-file <file>", "tasks, as `ecephys export plan` prints them").argParser(parsePath),
    );
    addRequestOptions(command);
    command.addOption(datasetOption("the dataset's directory, as the workers see it"));
    addUnitFilterOptions(command, "default: they are left out");
    addSourceOptions(command);
    addExamples(command, [
      [
        "ecephys export submit units presentations --out /lab/dataset --queue postgres://lab-db/exports",
        "all sessions",
      ],
      ["ecephys export submit --task-file tasks.ndjson --queue postgres://lab-db/exports", "a plan"],
    ]);
    command.action(async (kinds: readonly string[] = []) => {
      const flags = flagsOf<RequestFlags & QueueFlags & { taskFile?: string }>(command);
      if (flags.taskFile === undefined && (kinds.length === 0 || flags.out === undefined))
        command.error("error: give kinds and --out, or --task-file");
      if (flags.taskFile !== undefined && kinds.length > 0)
        command.error("error: give kinds or --task-file, not both");
      const { runSubmit } = await import("../../export/run-queue.ts");
      await runSubmit(kinds, flags, runtime);
    });
  },
};
