import { Command } from "commander";
import type { CliCommand } from "./command.ts";
import type { Runtime } from "./io.ts";
import { addGlobalOptions } from "./options/global-options.ts";
import { columnsOf } from "./output/terminal-size.ts";
import { addUsageHints } from "./usage-hints.ts";
import { VERSION } from "./version.ts";

/** The program with these commands; parsing throws a CommanderError instead of ending the process. */
export function createProgram(runtime: Runtime, commands: readonly CliCommand[]): Command {
  const { io } = runtime;
  const program = new Command("ecephys")
    .description(
      "The Allen Institute's Neuropixels recordings: sessions, probes, channels, units and metrics.",
    )
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      // Errors are thrown and reported in one place.
      writeErr: () => undefined,
      getOutHelpWidth: () => Math.min(columnsOf(io.stdout, 100), 120),
      getOutHasColors: () => false,
    });
  addGlobalOptions(program);
  program.addHelpText("after", HELP);
  for (const command of commands) command.register(program, runtime);
  addUsageHints(program);
  return program;
}

const HELP = `
Examples:
  $ ecephys units --where 'ecephys_structure_acronym == "VISp" && snr > 2'
  $ ecephys structures --cache ~/neuropixels --offline
  $ ecephys help where

--offline, --cache, --source, --base-url and --published-at may come before the
command's name, too. What is fetched stays in the cache: --cache, else $ECEPHYS_CACHE, else the
user's cache directory.
Exit codes: 0 done, 2 wrong usage, 3 not found, 4 not in the cache, 5 network,
11 some files failed, 130 interrupted; for all see \`ecephys help exit-codes\`.`;
