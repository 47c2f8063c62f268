import type { RepairFlags } from "../../cache/flags.ts";
import { addExamples, type CliCommand } from "../../command.ts";
import { addSourceOptions } from "../../options/source-options.ts";
import { addTransferOptions } from "../../options/transfer-options.ts";
import { yesOption } from "../../options/yes-option.ts";

export const cacheRepair: CliCommand = {
  name: "repair",
  register(program, runtime) {
    const command = program
      .command("repair")
      .summary("download damaged files again, and only those")
      .description(
        "Checks the files as `ecephys cache verify` does, and downloads again those that are missing, short, altered or unreadable. A file that is not available is left as it is.",
      );
    addTransferOptions(command);
    command.option("--deep", "read every file and compare its SHA-256, not only its size");
    command.addOption(yesOption());
    addSourceOptions(command);
    addExamples(command, [
      ["ecephys cache repair", "files whose size differs from the record"],
      ["ecephys cache repair --deep", "also files whose bytes differ"],
    ]);
    command.action(async () => {
      const { runRepair } = await import("../../cache/run-repair.ts");
      await runRepair(command.optsWithGlobals<RepairFlags>(), runtime);
    });
  },
};
