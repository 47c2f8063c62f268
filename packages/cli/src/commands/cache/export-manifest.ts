import { Option } from "commander";
import type { ExportFlags } from "../../cache/flags.ts";
import { MANIFEST_FORMATS } from "../../cache/kinds.ts";
import { addExamples, type CliCommand } from "../../command.ts";
import { outOption } from "../../options/out-option.ts";
import { addPlaceOptions } from "../../options/source-options.ts";
import { addProgressOption } from "../../options/transfer-options.ts";

export const cacheExportManifest: CliCommand = {
  name: "export-manifest",
  register(program, runtime) {
    const command = program
      .command("export-manifest")
      .summary("list the data files with checksums, for others to compare")
      .description(
        "Lists the data files of the cache with path, size, SHA-256, source and download time. Checksums are those recorded when the files were downloaded; files without a record (downloaded by AllenSDK, for instance) are read to compute it, and have no source. If a file does not match its record, nothing is written and the exit code is 7. AllenSDK's own manifest is a different file, and is not touched.",
      )
      .optionsGroup("How:")
      .option("--deep", "read every file, including those that have a record");
    addProgressOption(command);
    command
      .optionsGroup("Output:")
      .addOption(
        new Option(
          "--format <format>",
          "csv, json, or sha256 for `sha256sum --check` (default: by the extension of --out, else csv)",
        ).choices(MANIFEST_FORMATS),
      )
      .addOption(outOption());
    addPlaceOptions(command);
    addExamples(command, [
      ["ecephys cache export-manifest --out data.csv", "to go with a publication"],
      [
        "ecephys cache export-manifest --format sha256 > sums && (cd /other/cache && sha256sum -c -) < sums",
        "compare another copy",
      ],
    ]);
    command.action(async () => {
      const { runExport } = await import("../../cache/run-export.ts");
      await runExport(command.optsWithGlobals<ExportFlags>(), runtime);
    });
  },
};
