import type { RefreshFlags } from "../../cache/flags.ts";
import { addExamples, type CliCommand } from "../../command.ts";
import { addSourceOptions } from "../../options/source-options.ts";

export const cacheRefresh: CliCommand = {
  name: "refresh",
  register(program, runtime) {
    const command = program
      .command("refresh")
      .summary("look for a newer release of the tables")
      .description(
        "Asks the source for the tables that the cache has, replaces those of which it has a newer version, and says what was added, removed and changed. A table that is current is not downloaded if the source can tell, else it is and is compared. Nothing is replaced unless all tables have come. Sessions and other large files stay as they are.",
      )
      .optionsGroup("How:")
      .option("-n, --dry-run", "only say what is new");
    addSourceOptions(command);
    addExamples(command, [
      ["ecephys cache refresh --dry-run", "is there anything new?"],
      ["ecephys cache refresh", "the newest tables"],
    ]);
    command.action(async () => {
      const { runRefresh } = await import("../../cache/run-refresh.ts");
      await runRefresh(command.optsWithGlobals<RefreshFlags>(), runtime);
    });
  },
};
