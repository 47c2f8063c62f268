import { addExamples, type CliCommand } from "../command.ts";
import type { QueueFlags, RunFlags } from "../export/flags.ts";
import { addQueueOptions, addRunOptions, datasetOption, moduleOption } from "../options/export-options.ts";
import { addSourceOptions } from "../options/source-options.ts";

export const worker: CliCommand = {
  name: "worker",
  register(program, runtime) {
    const command = program
      .command("worker")
      .summary("serve a queue of exports: take tasks and run them")
      .description(
        "Takes tasks from a queue, which `ecephys export submit` has filled, and runs them, until it is stopped. Any number of workers on any number of hosts may serve one queue; they share the dataset's directory. The task of a worker that dies is taken over by another, as soon as `ecephys export submit --expire` says; one that fails is tried again, with growing pauses. Stopped by Ctrl-C or SIGTERM, it gives its tasks back.",
      );
    addQueueOptions(command);
    addRunOptions(command, "tasks that are run");
    command
      .option("--until-empty", "end when no task of the queue is left, neither waiting nor being worked on")
      .addOption(
        datasetOption(
          "the dataset's directory, where it is another one on this machine than where it was planned",
        ),
      )
      .addOption(moduleOption());
    addSourceOptions(command);
    addExamples(command, [
      ["ecephys worker --queue postgres://lab-db/exports --concurrency 4", "on each host"],
      ["ecephys worker --queue postgres://lab-db/exports --until-empty", "in a batch job"],
    ]);
    command.action(async () => {
      const { runWorkerCommand } = await import("../export/run-queue.ts");
      await runWorkerCommand(
        command.optsWithGlobals<RunFlags & QueueFlags & { untilEmpty?: boolean }>(),
        runtime,
      );
    });
  },
};
