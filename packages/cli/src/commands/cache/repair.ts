import type { RepairFlags } from "../../cache/flags.ts";
import { addExamples, type CliCommand } from "../../command.ts";
import { addSourceOptions } from "../../options/source-options.ts";
import { addTransferOptions } from "../../options/transfer-options.ts";

export const cacheRepair: CliCommand = {
  name: "repair",
  register(program, runtime) {
    const command = program
      .command("repair")
      .summary("fetch damaged files anew, and only those")
      .description(
        "Checks the files as `ecephys cache verify` does, and fetches those anew that are missing, short, altered or unreadable. A file that cannot be had is left as it is.",
      );
    addTransferOptions(command);
    command.option("--deep", "read every file and compare its SHA-256, not only its size");
    addSourceOptions(command);
    addExamples(command, [
      ["ecephys cache repair", "files of another size than recorded"],
      ["ecephys cache repair --deep", "files with other bytes, too"],
    ]);
    command.action(async () => {
      const { runRepair } = await import("../../cache/run-repair.ts");
      await runRepair(command.optsWithGlobals<RepairFlags>(), runtime);
    });
  },
};
