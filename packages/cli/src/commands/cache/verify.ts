import type { VerifyFlags } from "../../cache/flags.ts";
import { addExamples, type CliCommand } from "../../command.ts";
import { addPlaceOptions } from "../../options/source-options.ts";
import { addProgressOption } from "../../options/transfer-options.ts";

export const cacheVerify: CliCommand = {
  name: "verify",
  register(program, runtime) {
    const command = program
      .command("verify")
      .summary("whether its files are as they were fetched")
      .description(
        "Compares the files with what was recorded when they were fetched: their sizes, with --deep also every byte. Ends with 7 where one is missing, short, altered or unreadable. Changes nothing.",
      )
      .optionsGroup("How:")
      .option("--deep", "read every file and compare its SHA-256");
    addProgressOption(command);
    addPlaceOptions(command);
    addExamples(command, [
      ["ecephys cache verify", "sizes, within a second"],
      ["ecephys cache verify --deep", "every byte"],
      ["ecephys cache verify --deep --quiet || ecephys cache repair --deep", "check, and mend"],
    ]);
    command.action(async () => {
      const { runVerify } = await import("../../cache/run-verify.ts");
      await runVerify(command.optsWithGlobals<VerifyFlags>(), runtime);
    });
  },
};
