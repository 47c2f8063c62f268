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
        "Removes what interrupted work has left, faster copies of tables (they are made again), and records of files that are gone; data never. Shows what that is, and asks on a terminal; elsewhere it needs --yes. What another process is at work on stays.",
      )
      .optionsGroup("What:")
      .addOption(
        new Option(
          "--kinds <kinds>",
          `only these, of ${PRUNABLE_KINDS.join(", ")} (default: all but stray: files that the cache knows nothing of, and that may be yours)`,
        ).argParser(repeatable(parseKinds)),
      )
      .optionsGroup("How:")
      .option("-n, --dry-run", "only say what would be removed")
      .option("-y, --yes", "do not ask");
    addPlaceOptions(command);
    addExamples(command, [
      ["ecephys cache prune --dry-run", "look first"],
      ["ecephys cache prune --kinds partial,temporary --yes", "what is left of broken downloads"],
      ["ecephys cache prune --kinds stray", "files that are not the cache's"],
    ]);
    command.action(async () => {
      const flags = command.optsWithGlobals<PruneFlags>();
      const { canAsk } = await import("../../run/ask.ts");
      if (!flags.yes && !flags.dryRun && (flags.json || !canAsk(runtime.io)))
        command.error("error: nobody can be asked here: add --yes to remove, or --dry-run to look");
      const { runPrune } = await import("../../cache/run-prune.ts");
      await runPrune(flags, runtime);
    });
  },
};
