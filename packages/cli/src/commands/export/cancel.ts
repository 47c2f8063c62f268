import { addExamples, type CliCommand, flagsOf } from "../../command.ts";
import type { QueueFlags } from "../../export/flags.ts";
import { addQueueOptions } from "../../options/export-options.ts";

export const exportCancel: CliCommand = {
  name: "cancel",
  register(program, runtime) {
    const command = program
      .command("cancel")
      .summary("cancel what is waiting in a queue")
      .description(
        "Cancels the tasks of a queue that are waiting or being worked on. Workers stop at theirs within a third of its lease. What is finished stays.",
      );
    addQueueOptions(command);
    addExamples(command, [["ecephys export cancel --queue postgres://lab-db/exports", "all of them"]]);
    command.action(async () => {
      const { runCancel } = await import("../../export/run-queue.ts");
      await runCancel(flagsOf<QueueFlags>(command), runtime);
    });
  },
};
