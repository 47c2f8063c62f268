import { Option } from "commander";
import type { PruneFlags } from "../../cache/flags.ts";
import { PRUNABLE_KINDS, parseKinds } from "../../cache/kinds.ts";
import { addExamples, type CliCommand } from "../../command.ts";
import { repeatable } from "../../options/parsers.ts";
import { addPlaceOptions } from "../../options/source-options.ts";

export const cachePrune: CliCommand = {
  name: "prune",
  register(program, runtime) {
    const command = program
      .command("prune")
      .summary("remove what is not needed")
      .description(
        "Removes leftovers of interrupted work, faster copies of tables (they are rebuilt when needed), and records of files that no longer exist; never data. Lists them first and, on a terminal, asks for confirmation; elsewhere it needs --yes. Files that another process is using are kept.",
      )
      .optionsGroup("What:")
      .addOption(
        new Option(
          "--kinds <kinds>",
          `only these, of ${PRUNABLE_KINDS.join(", ")} (default: all but stray: files that do not belong to the cache and may be yours)`,
        ).argParser(repeatable(parseKinds)),
      )
      .optionsGroup("How:")
      .option("-n, --dry-run", "only show what would be removed")
      .option("-y, --yes", "do not ask for confirmation");
    addPlaceOptions(command);
    addExamples(command, [
      ["ecephys cache prune --dry-run", "look first"],
      ["ecephys cache prune --kinds partial,temporary --yes", "leftovers of interrupted downloads"],
      ["ecephys cache prune --kinds stray", "files that do not belong to the cache"],
    ]);
    command.action(async () => {
      const flags = command.optsWithGlobals<PruneFlags>();
      const { canAsk } = await import("../../run/ask.ts");
      if (!flags.yes && !flags.dryRun && (flags.json || !canAsk(runtime.io)))
        command.error(
          "error: cannot ask for confirmation without a terminal: add --yes to remove, or --dry-run to look",
        );
      const { runPrune } = await import("../../cache/run-prune.ts");
      await runPrune(flags, runtime);
    });
  },
};
