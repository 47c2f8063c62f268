import { Option } from "commander";
import { addExamples, type CliCommand } from "../command.ts";
import type { ExploreFlags } from "../explore/run-explore.ts";
import { parseId, parseIndex, parsePath } from "../options/parsers.ts";
import { parseTarget, type SessionTarget } from "../options/session-target.ts";
import { addSourceOptions } from "../options/source-options.ts";

export const explore: CliCommand = {
  name: "explore",
  register(program, runtime) {
    const command = program
      .command("explore")
      .summary("look into a session in the browser: units, responses, everything over time")
      .description(
        "Opens a session in the browser: its units, how they respond, and stimuli, spikes, running, pupil and LFP over its time. The page and the session's file are served to this machine alone, under an address that nobody can guess; nothing else can be read, and nothing leaves the machine. A session of the project is read from the cache, or streamed.",
      )
      .argument(
        "<session>",
        "id of the session (see `ecephys sessions`), path or address (https://…) of its NWB file, of any lab, or dandi://DANDISET/PATH",
        parseTarget,
      )
      .optionsGroup("Which part of the session:")
      .addOption(new Option("--probe <id>", "with the LFP of this probe").argParser(parseId))
      .addOption(
        new Option("--lfp-file <file>", "with the LFP of this file, a path or an address").argParser(
          parsePath,
        ),
      )
      .optionsGroup("How:")
      .option("--no-open", "only print the address")
      .addOption(
        new Option("--port <n>", "port on 127.0.0.1; 0 takes a free one").argParser(parseIndex).default(0),
      );
    addSourceOptions(command);
    addExamples(command, [
      ["ecephys explore 715093703", "a session of the project, streamed or from the cache"],
      ["ecephys explore ./session_715093703.nwb --lfp-file ./probe_810755797_lfp.nwb", "files"],
      ["ecephys explore https://lab.example.org/recording.nwb --no-open", "a file on a server"],
    ]);
    command.action(async (target: SessionTarget) => {
      const flags = command.optsWithGlobals<ExploreFlags>();
      if (flags.probe !== undefined && target.kind !== "id")
        command.error("error: --probe is for sessions of the project; name a file: --lfp-file FILE");
      const { runExplore } = await import("../explore/run-explore.ts");
      await runExplore(target, flags, runtime);
    });
  },
};
