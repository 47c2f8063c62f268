import { type Command, Option } from "commander";
import { addExamples, type CliCommand } from "../command.ts";
import type { DownloadFlags } from "../download/flags.ts";
import { joinWhere, parseIds, parseIndexes, parseNames, repeatable } from "../options/parsers.ts";
import { addSourceOptions } from "../options/source-options.ts";
import { addTransferOptions } from "../options/transfer-options.ts";

/** What is missing on the command line, found before anything is opened. */
function complaint(flags: DownloadFlags): string | undefined {
  const sessions = flags.session ?? flags.where ?? flags.whereUnits;
  if (flags.lfp && sessions === undefined)
    return "--lfp is of sessions: add --session ID or --where EXPRESSION, or say which probes: --probe ID";
  if (flags.metrics && sessions === undefined)
    return "--metrics is of sessions: add --session ID or --where EXPRESSION, or use --session-type TYPE";
  const { probe, movie, scene, sessionType, tables } = flags;
  if ((sessions ?? probe ?? movie ?? scene ?? sessionType ?? tables) === undefined)
    return "say what to fetch: --session ID, --where EXPRESSION, --probe ID, --movie N, --scene N, --session-type TYPE or --tables";
  return undefined;
}

function addChoiceOptions(command: Command): void {
  command
    .optionsGroup("Which sessions (their NWB files):")
    .addOption(new Option("--session <ids>", "these, separated by commas").argParser(repeatable(parseIds)))
    .addOption(
      new Option(
        "--where <expression>",
        "those for which this holds, of the columns of `ecephys sessions --all-columns`; see `ecephys help where`",
      ).argParser(joinWhere),
    )
    .addOption(
      new Option(
        "--where-units <expression>",
        "those that have a unit for which this holds, of the units and columns of `ecephys units`",
      ).argParser(joinWhere),
    )
    .optionsGroup("What else:")
    .option("--lfp", "the LFP files of all probes of these sessions")
    .addOption(new Option("--probe <ids>", "the LFP files of these probes").argParser(repeatable(parseIds)))
    .option("--metrics", "the analysis metrics of these sessions")
    .addOption(
      new Option("--session-type <types>", "the analysis metrics of these session types").argParser(
        repeatable(parseNames),
      ),
    )
    .addOption(
      new Option("--movie <numbers>", "these natural movies: 1,3").argParser(repeatable(parseIndexes)),
    )
    .addOption(
      new Option("--scene <numbers>", "these natural scenes: 0-117").argParser(repeatable(parseIndexes)),
    )
    .option("--tables", "the tables of sessions, probes, channels and units");
}

export const download: CliCommand = {
  name: "download",
  register(program, runtime) {
    const command = program
      .command("download")
      .summary("files into the cache, to be used without a network")
      .description(
        "Fetches files into the cache, several at once. Says first how much that is and whether it fits the disk. Can be interrupted at any point: the same command goes on from there. What is there is not fetched again. Ends with 11 where some of the files could not be had, and with the code of the error where none could.",
      );
    addChoiceOptions(command);
    addTransferOptions(command);
    command
      .option("-n, --dry-run", "only say what would be fetched")
      .option("-y, --yes", "do not ask; nobody is asked outside of a terminal");
    addSourceOptions(command);
    addExamples(command, [
      ["ecephys download --session 715093703 --lfp", "a session with its LFP"],
      [
        'ecephys download --where \'session_type == "functional_connectivity" && sex == "F"\' --dry-run',
        "how much some sessions are",
      ],
      [
        "ecephys download --where-units 'ecephys_structure_acronym == \"LGd\" && snr > 4' --yes",
        "sessions with such units",
      ],
      ["ecephys download --tables --movie 1,3 --scene 0-117 --bandwidth 10M", "what goes with all sessions"],
      ["ecephys download --session 715093703 --progress log 2> download.log", "in a batch job"],
    ]);
    command.action(async () => {
      const flags = command.optsWithGlobals<DownloadFlags>();
      const text = complaint(flags);
      if (text !== undefined) command.error(`error: ${text}`);
      const { runDownload } = await import("../download/run-download.ts");
      await runDownload(flags, runtime);
    });
  },
};
