import type { Command } from "commander";
import { Argument, InvalidArgumentError, Option } from "commander";
import { addExamples, type CliCommand } from "../command.ts";
import type { DownloadFlags } from "../download/flags.ts";
import { addKindOptions, flagOf, KIND_CHOICES, SESSIONS, usageOf } from "../download/kind-options.ts";
import { isDandiAddress } from "../options/dandi-address.ts";
import { joinWhere, parsePath, repeatable } from "../options/parsers.ts";
import { addSourceOptions } from "../options/source-options.ts";
import { addTransferOptions } from "../options/transfer-options.ts";

/** What is missing on the command line, checked before anything is opened. */
function complaint(flags: DownloadFlags): string | undefined {
  const given = KIND_CHOICES.filter((choice) => flagOf(flags, choice) !== undefined);
  const isOfSome =
    (flags.where ?? flags.whereUnits) !== undefined || given.some(({ name }) => name === SESSIONS);
  const all = given.find(({ isOfSessions }) => isOfSessions);
  if (all !== undefined && !isOfSome) {
    const single = KIND_CHOICES.find(({ isOfSessions, name }) => !isOfSessions && name === all.name);
    const instead = single === undefined ? "" : `, or name them with ${usageOf(single.option)}`;
    return `--${all.option.name} applies to sessions: add --session ID or --where EXPRESSION${instead}`;
  }
  if (isOfSome || given.length > 0) return undefined;
  const single = KIND_CHOICES.filter(({ isOfSessions }) => !isOfSessions);
  const usages = [...new Set(single.map(({ option }) => usageOf(option)))];
  return `choose what to download: --where EXPRESSION, ${usages.slice(0, -1).join(", ")} or ${usages.at(-1)}`;
}

function addChoiceOptions(command: Command): void {
  command.optionsGroup("Which sessions (their NWB files):");
  addKindOptions(command, ({ name }) => name === SESSIONS);
  command
    .addOption(
      new Option(
        "--where <expression>",
        "sessions for which this is true, with the columns of `ecephys sessions --all-columns`; see `ecephys help where`",
      ).argParser(joinWhere),
    )
    .addOption(
      new Option(
        "--where-units <expression>",
        "sessions with a unit for which this is true, among the units and columns of `ecephys units`",
      ).argParser(joinWhere),
    )
    .optionsGroup("Other files:");
  addKindOptions(command, ({ name }) => name !== SESSIONS);
}

/** An address of DANDI; a number alone is meant for a session. */
function parseAddress(text: string): string[] {
  if (isDandiAddress(text)) return [text];
  const instead = /^\d+$/.test(text) ? `; a session is named by --session ${text}` : "";
  throw new InvalidArgumentError(`Give an address such as dandi://000021/PATH${instead}.`);
}

export const download: CliCommand = {
  name: "download",
  register(program, runtime) {
    const command = program
      .command("download")
      .summary("download files into the cache, for use without a network")
      .description(
        "Downloads files into the cache, several at once. First shows how much it will download and whether the disk has room. Can be interrupted at any time: the same command resumes. Files that are already in the cache are not downloaded again. The exit code is 11 if some of the files failed, and that of the first error if all of them did.",
      );
    command.addArgument(
      new Argument(
        "[addresses...]",
        "files of the DANDI archive: dandi://000021/PATH, with * in it for several; goes to --to",
      ).argParser(repeatable(parseAddress)),
    );
    addChoiceOptions(command);
    addTransferOptions(command);
    command
      .addOption(
        new Option(
          "--to <directory>",
          "where files of DANDI are put (default: $ECEPHYS_DANDI_CACHE/DANDISET, else in the user's cache directory)",
        ).argParser(parsePath),
      )
      .option("-n, --dry-run", "only show what would be downloaded")
      .option("-y, --yes", "do not ask for confirmation (asked only on a terminal)");
    addSourceOptions(command);
    addExamples(command, [
      ["ecephys download --session 715093703 --lfp", "a session with its LFP"],
      [
        'ecephys download --where \'session_type == "functional_connectivity" && sex == "F"\' --dry-run',
        "the size of some sessions",
      ],
      [
        "ecephys download --where-units 'ecephys_structure_acronym == \"LGd\" && snr > 4' --yes",
        "sessions with such units",
      ],
      ["ecephys download --tables --movie 1,3 --scene 0-117 --bandwidth 10M", "what all sessions share"],
      [
        "ecephys download dandi://000021/sub-699733573/sub-699733573_ses-715093703.nwb --to data",
        "a file of the DANDI archive, with its digest checked",
      ],
      ["ecephys download --session 715093703 --progress log 2> download.log", "in a batch job"],
    ]);
    command.action(async (addresses: readonly string[]) => {
      const flags = command.optsWithGlobals<DownloadFlags & { readonly to?: string }>();
      if (addresses.length > 0) {
        const chosen = KIND_CHOICES.find((choice) => flagOf(flags, choice) !== undefined);
        if (chosen !== undefined || (flags.where ?? flags.whereUnits) !== undefined)
          command.error("error: download files of DANDI or of the project, not both at once");
        const { downloadAddresses } = await import("../dandi/download.ts");
        return downloadAddresses(addresses, flags, runtime);
      }
      if (flags.to !== undefined) command.error("error: --to applies to files of DANDI (dandi://…)");
      const text = complaint(flags);
      if (text !== undefined) command.error(`error: ${text}`);
      const { runDownload } = await import("../download/run-download.ts");
      await runDownload(flags, runtime);
    });
  },
};
