import { Argument, Option } from "commander";
import { addExamples, type CliCommand } from "../command.ts";
import type { DrawFlags, FigureName } from "../figure/draw-figure.ts";
import { outOption } from "../options/out-option.ts";
import { parseCount, parseId, parsePath, parseSeconds, parseWidth } from "../options/parsers.ts";
import { addSessionArgument, addSpikeOptions } from "../options/session-options.ts";
import type { SessionTarget } from "../options/session-target.ts";
import { addSourceOptions } from "../options/source-options.ts";

/** The names of `SESSION_FIGURES` in @ecephys/charts, which is not loaded for the help. */
const FIGURE_NAMES: readonly FigureName[] = [
  "raster",
  "psth",
  "psth-heatmap",
  "tuning",
  "receptive-field",
  "waveforms",
  "correlogram",
  "units",
  "structures",
  "quality",
  "stimuli",
  "running",
  "eye",
  "over-time",
  "lfp",
  "csd",
];

/** Figures of responses, which need to know to what. */
const OF_STIMULI: readonly FigureName[] = ["raster", "psth", "psth-heatmap", "tuning"];
const OF_PROBES: readonly FigureName[] = ["lfp", "csd"];
const OVER_TIME: readonly FigureName[] = ["over-time", "lfp", "csd"];

export const plot: CliCommand = {
  name: "plot",
  register(program, runtime) {
    const command = program
      .command("plot")
      .summary("a figure of a session: in the terminal, as SVG or as PNG")
      .description(
        "Draws a figure of a session. Without --out it is shown in the terminal: as a picture where the terminal can show pictures (kitty, Ghostty, WezTerm, iTerm2; sixel in foot, mlterm, contour, mintty and Konsole), else with characters. With --out it is written as SVG, which follows the reader's light or dark setting, or as PNG.",
      )
      .addArgument(new Argument("<figure>", "what to draw").choices(FIGURE_NAMES));
    addSessionArgument(command);
    addSpikeOptions(command);
    command
      .optionsGroup("Which part of the session:")
      .option("--stimulus <name>", "the presentations of this stimulus; see `ecephys session ID epochs`")
      .option("--intervals <table>", "in their place the rows of this table of intervals, such as trials")
      .option("--align <column>", "the times of these rows that count as onsets (default: start_time)")
      .option("--by <column>", "raster, psth, tuning: split by this parameter, such as orientation")
      .addOption(new Option("--probe <id>", "lfp, csd: this probe").argParser(parseId))
      .addOption(
        new Option(
          "--lfp-file <file>",
          "lfp, csd: the probe's LFP file, if the session is a file (default: probe_ID_lfp.nwb beside it)",
        ).argParser(parsePath),
      )
      .addOption(
        new Option(
          "--from <seconds>",
          "start of the window around each onset (default: -0.1); of over-time, lfp, csd in the session",
        ).argParser(parseSeconds),
      )
      .addOption(
        new Option(
          "--to <seconds>",
          "end of the window (default: 0.5); of over-time, lfp, csd in the session",
        ).argParser(parseSeconds),
      )
      .addOption(
        new Option("--bin <seconds>", "psth, psth-heatmap: width of a bin (default: 0.01)").argParser(
          parseWidth,
        ),
      )
      .optionsGroup("Output:")
      .addOption(outOption())
      .addOption(new Option("--width <pixels>", "width of an SVG or PNG").argParser(parseCount).default(640))
      .addOption(
        new Option("--theme <theme>", "colours: auto follows the reader's setting (SVG)")
          .choices(["auto", "light", "dark"])
          .default("auto"),
      )
      .addOption(
        new Option("--picture <how>", "in the terminal: a picture by the terminal's protocol, or characters")
          .choices(["auto", "kitty", "iterm2", "sixel", "text"])
          .default("auto"),
      );
    addSourceOptions(command);
    addExamples(command, [
      [
        "ecephys plot raster 715093703 --stimulus drifting_gratings --by orientation --unit 950911932 --to 2",
        "in the terminal: one unit's spikes, sorted by orientation",
      ],
      [
        "ecephys plot psth 715093703 --stimulus flashes --by color --out psth.svg",
        "as SVG, of the unit that fires most",
      ],
      [
        "ecephys plot lfp 715093703 --probe 810755797 --from 38 --to 39 --out lfp.png",
        "a second of LFP as PNG",
      ],
      [
        "ecephys plot over-time 715093703 --from 30 --to 90 --unit 950911932",
        "a minute: stimuli, spikes, running, pupil",
      ],
      [
        "ecephys plot raster ./recording.nwb --intervals trials --by contrast",
        "of another lab's file: by its trials",
      ],
      ["ecephys plot quality ./session_715093703.nwb", "of a file, without any cache"],
    ]);
    command.action(async (name: FigureName, target: SessionTarget) => {
      const flags = command.optsWithGlobals<DrawFlags>();
      const complaint = complaintOf(name, flags, target);
      if (complaint !== undefined) command.error(`error: ${complaint}`);
      const { drawFigure } = await import("../figure/draw-figure.ts");
      await drawFigure(name, target, flags, runtime);
    });
  },
};

function complaintOf(name: FigureName, flags: DrawFlags, { text }: SessionTarget): string | undefined {
  if (OF_STIMULI.includes(name) && flags.stimulus === undefined && flags.intervals === undefined)
    return `choose a stimulus: --stimulus NAME; \`ecephys session ${text} epochs\` lists them; or --intervals TABLE`;
  if (flags.stimulus !== undefined && flags.intervals !== undefined)
    return "give --stimulus or --intervals, not both";
  if (flags.align !== undefined && flags.intervals === undefined)
    return "--align says how --intervals are aligned: give both";
  if (OF_PROBES.includes(name) && flags.probe === undefined)
    return "choose a probe: --probe ID; the session's units name their probes";
  const isOverTime = OVER_TIME.includes(name);
  const { from = isOverTime ? undefined : -0.1, to = isOverTime ? undefined : 0.5 } = flags;
  if (isOverTime && (from === undefined) !== (to === undefined)) return "give both --from and --to";
  return from === undefined || to === undefined || from < to ? undefined : "--from must be earlier than --to";
}
