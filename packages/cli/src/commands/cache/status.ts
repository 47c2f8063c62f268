import type { LocalFlags } from "../../cache/flags.ts";
import { addExamples, type CliCommand } from "../../command.ts";
import { addPlaceOptions } from "../../options/source-options.ts";

export const cacheStatus: CliCommand = {
  name: "status",
  register(program, runtime) {
    const command = program
      .command("status")
      .summary("what the cache contains")
      .description(
        "Counts the files of the cache by kind, and lists leftovers of interrupted work and files that do not belong to it.",
      );
    addPlaceOptions(command);
    addExamples(command, [
      ["ecephys cache status", "sizes and counts"],
      ["ecephys cache status --json | jq '.files[] | select(.kind == \"session\") | .path'", "each file"],
    ]);
    command.action(async () => {
      const { runStatus } = await import("../../cache/run-status.ts");
      await runStatus(command.optsWithGlobals<LocalFlags>(), runtime);
    });
  },
};
