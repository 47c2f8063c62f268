import { Option } from "commander";
import { addExamples, type CliCommand } from "../command.ts";
import { outOption } from "../options/out-option.ts";
import { parseIndex } from "../options/parsers.ts";
import { addSourceOptions } from "../options/source-options.ts";
import { yesOption } from "../options/yes-option.ts";
import type { ImageFlags } from "../run/run-image.ts";

interface MovieFlags extends ImageFlags {
  readonly frame: number;
}

export const movie: CliCommand = {
  name: "movie",
  register(program, runtime) {
    const command = program
      .command("movie")
      .summary("a frame of a natural movie, as a PNG image")
      .description(
        "A frame of one of the natural movies shown in the experiments, as a lossless PNG image. A terminal shows it, unless --out or a pipe takes it.",
      )
      .argument("<number>", "number of the movie: 1, 2 or 3", parseIndex)
      .optionsGroup("Output:")
      .addOption(new Option("--frame <n>", "which frame, counted from 0").argParser(parseIndex).default(0))
      .addOption(outOption());
    addSourceOptions(command);
    command.addOption(yesOption());
    addExamples(command, [
      ["ecephys movie 1 --frame 0 --out frame.png", "the first frame of natural movie one"],
      ["ecephys movie 3 --frame 1800 > frame.png", "through a pipe"],
    ]);
    command.action(async (number: number) => {
      const flags = command.optsWithGlobals<MovieFlags>();
      const { naturalMovieReader } = await import("@ecephys/nwb");
      const { runImage } = await import("../run/run-image.ts");
      const readers = { naturalMovie: naturalMovieReader({ frame: flags.frame }) };
      const { signal } = runtime;
      await runImage(
        {
          title: `Natural movie ${number}, frame ${flags.frame}`,
          readers,
          files: { movies: number },
          image: (cache) => cache.getNaturalMovieTemplate(number, { signal }),
        },
        flags,
        runtime,
      );
    });
  },
};
