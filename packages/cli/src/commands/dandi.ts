import { Argument } from "commander";
import { addExamples, type CliCommand } from "../command.ts";
import { parseDandi } from "../options/dandi-address.ts";
import { addTableOptions } from "../options/table-options.ts";
import { DEFAULT_SOURCE } from "../sources/index.ts";
import type { CommonFlags } from "../table/command-definition.ts";

type ListFlags = CommonFlags & { readonly glob?: string | undefined };

const list: CliCommand = {
  name: "ls",
  register(program, runtime) {
    const command = program
      .command("ls")
      .summary("the files of a dandiset")
      .description(
        "The assets of a dandiset of the DANDI archive: paths, sizes in bytes, digests and addresses. Without a version, of the newest published one, or of the draft.",
      )
      .addArgument(
        new Argument("<dandiset>", "000021, 000021@draft, or dandi://000021/FOLDER").argParser(parseDandi),
      )
      .option("--glob <pattern>", "only paths that match: * stands for anything, slashes too")
      .option("--offline", "never use the network; ECEPHYS_OFFLINE=1 does the same");
    addTableOptions(command);
    addExamples(command, [
      ["ecephys dandi ls 000021", "all files of Visual Coding - Neuropixels"],
      ["ecephys dandi ls 000021 --glob '*_ses-715093703*'", "those of one session"],
      ["ecephys dandi ls 000021@draft --sort -size --limit 5", "the largest of the draft"],
    ]);
    command.action(async (address: string) => {
      const flags: ListFlags = { ...command.optsWithGlobals<ListFlags>(), source: DEFAULT_SOURCE };
      const { readOutput, writeTable } = await import("../run/table-output.ts");
      const output = readOutput(flags, runtime);
      const { assetTable } = await import("../dandi/list-assets.ts");
      const table = await assetTable(address, flags.glob, flags, runtime);
      await writeTable(table, output, { overview: ["path", "size", "modified"] }, flags, runtime);
    });
  },
};

export const dandi: CliCommand = {
  name: "dandi",
  register(program, runtime) {
    const command = program
      .command("dandi")
      .helpCommand(false)
      .summary("datasets of the DANDI archive")
      .description(
        "Datasets of the DANDI archive (dandiarchive.org). Embargoed ones need an API key in DANDI_API_KEY. `ecephys session dandi://…` opens a file, `ecephys download dandi://…` downloads it.",
      );
    addExamples(command, [["ecephys dandi ls 000021", "the files of a dandiset"]]);
    list.register(command, runtime);
  },
};
