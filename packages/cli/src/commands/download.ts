import type { Command } from "commander";
import { Option } from "commander";
import { addExamples, type CliCommand } from "../command.ts";
import type { DownloadFlags } from "../download/flags.ts";
import { addKindOptions, flagOf, KIND_CHOICES, SESSIONS, usageOf } from "../download/kind-options.ts";
import { joinWhere } from "../options/parsers.ts";
import { addSourceOptions } from "../options/source-options.ts";
import { addTransferOptions } from "../options/transfer-options.ts";

/** What is missing on the command line, found before anything is opened. */
function complaint(flags: DownloadFlags): string | undefined {
  const given = KIND_CHOICES.filter((choice) => flagOf(flags, choice) !== undefined);
  const isOfSome =
    (flags.where ?? flags.whereUnits) !== undefined || given.some(({ name }) => name === SESSIONS);
  const all = given.find(({ isOfSessions }) => isOfSessions);
  if (all !== undefined && !isOfSome) {
    const single = KIND_CHOICES.find(({ isOfSessions, name }) => !isOfSessions && name === all.name);
    const instead = single === undefined ? "" : `, or say which: ${usageOf(single.option)}`;
    return `--${all.option.name} is of sessions: add --session ID or --where EXPRESSION${instead}`;
  }
  if (isOfSome || given.length > 0) return undefined;
  const single = KIND_CHOICES.filter(({ isOfSessions }) => !isOfSessions);
  const usages = [...new Set(single.map(({ option }) => usageOf(option)))];
  return `say what to fetch: --where EXPRESSION, ${usages.slice(0, -1).join(", ")} or ${usages.at(-1)}`;
}

function addChoiceOptions(command: Command): void {
  command.optionsGroup("Which sessions (their NWB files):");
  addKindOptions(command, ({ name }) => name === SESSIONS);
  command
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
    .optionsGroup("What else:");
  addKindOptions(command, ({ name }) => name !== SESSIONS);
}

export const download: CliCommand = {
  name: "download",
  register(program, runtime) {
    const command = program
      .command("download")
      .summary("files into the cache, to be used without a network")
      .description(
        "Fetches files into the cache, several at once. Says first how much that is and whether it fits the disk. Can be interrupted at any point: the same command resumes there. What is there is not fetched again. Ends with 11 where some of the files could not be had, and with the code of the error where none could.",
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
