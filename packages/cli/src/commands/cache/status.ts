import type { LocalFlags } from "../../cache/flags.ts";
import { addExamples, type CliCommand } from "../../command.ts";
import { addPlaceOptions } from "../../options/source-options.ts";

export const cacheStatus: CliCommand = {
  name: "status",
  register(program, runtime) {
    const command = program
      .command("status")
      .summary("what there is, and how much")
      .description(
        "Says what the cache holds by kind, what is left of interrupted work, and which files it knows nothing of.",
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
