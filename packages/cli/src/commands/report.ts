import { Option } from "commander";
import { addExamples, type CliCommand } from "../command.ts";
import type { ReportFlags } from "../figure/run-report.ts";
import { outOption } from "../options/out-option.ts";
import { parseId, parsePath } from "../options/parsers.ts";
import { addSessionArgument } from "../options/session-options.ts";
import type { SessionTarget } from "../options/session-target.ts";
import { addSourceOptions } from "../options/source-options.ts";
import { addUnitFilterOptions } from "../options/unit-filter-options.ts";

export const report: CliCommand = {
  name: "report",
  register(program, runtime) {
    const command = program
      .command("report")
      .summary("a session as one page of figures, to look at and to pass on")
      .description(
        "Writes a report of a session: what was recorded where, quality, stimuli, responses, behaviour, LFP and CSD, warnings, and the command that made it. One HTML page that needs nothing else and fetches nothing.",
      );
    addSessionArgument(command);
    command
      .optionsGroup("Which part of the session:")
      .addOption(
        new Option("--probe <id>", "with LFP and CSD of this probe, whose file is fetched").argParser(
          parseId,
        ),
      )
      .addOption(
        new Option(
          "--lfp-file <file>",
          "the probe's LFP file, if the session is a file (default: probe_ID_lfp.nwb beside it)",
        ).argParser(parsePath),
      );
    addUnitFilterOptions(command, "the default");
    command
      .option("--no-filter-out-of-brain-units", "keep units whose channel is in no structure")
      .optionsGroup("Output:")
      .addOption(outOption());
    addSourceOptions(command);
    addExamples(command, [
      ["ecephys report 715093703 --out report.html", "of a session of the project"],
      ["ecephys report ./session_715093703.nwb > report.html", "of a file, without any cache"],
    ]);
    command.action(async (target: SessionTarget) => {
      const flags = command.optsWithGlobals<ReportFlags>();
      if (flags.out === undefined && runtime.io.stdout.isTTY === true)
        command.error("error: choose a file: --out report.html");
      if (flags.lfpFile !== undefined && flags.probe === undefined)
        command.error("error: --lfp-file is the file of a probe: name it by --probe ID");
      const { runReport } = await import("../figure/run-report.ts");
      await runReport(target, flags, runtime);
    });
  },
};
