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
      .summary("a list of its files with checksums, for others to compare")
      .description(
        "Lists the data files of the cache with path, size, SHA-256, source and time of fetching. Checksums are those recorded when the files were fetched; files without a record (AllenSDK wrote them, say) are read for it, and have no source. Ends with 7, and writes nothing, where a file is not as it was recorded. AllenSDK's own manifest is another thing, and is not touched.",
      )
      .optionsGroup("How:")
      .option("--deep", "read every file, also those that have a record");
    addProgressOption(command);
    command
      .optionsGroup("Output:")
      .addOption(
        new Option(
          "--format <format>",
          "csv, json, or sha256 for `sha256sum --check` (default: by the ending of --out, else csv)",
        ).choices(MANIFEST_FORMATS),
      )
      .addOption(outOption());
    addPlaceOptions(command);
    addExamples(command, [
      ["ecephys cache export-manifest --out data.csv", "beside a publication"],
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
