import type { VerifyFlags } from "../../cache/flags.ts";
import { addExamples, type CliCommand } from "../../command.ts";
import { addPlaceOptions } from "../../options/source-options.ts";
import { addProgressOption } from "../../options/transfer-options.ts";

export const cacheVerify: CliCommand = {
  name: "verify",
  register(program, runtime) {
    const command = program
      .command("verify")
      .summary("check that its files are unchanged since their download")
      .description(
        "Compares the files with what was recorded when they were downloaded: their sizes and, with --deep, every byte. The exit code is 7 if one is missing, short, altered or unreadable. Changes nothing.",
      )
      .optionsGroup("How:")
      .option("--deep", "read every file and compare its SHA-256");
    addProgressOption(command);
    addPlaceOptions(command);
    addExamples(command, [
      ["ecephys cache verify", "sizes, within a second"],
      ["ecephys cache verify --deep", "every byte"],
      ["ecephys cache verify --deep --quiet || ecephys cache repair --deep", "check, then repair"],
    ]);
    command.action(async () => {
      const { runVerify } = await import("../../cache/run-verify.ts");
      await runVerify(command.optsWithGlobals<VerifyFlags>(), runtime);
    });
  },
};
