import { addExamples, type CliCommand } from "../command.ts";
import { outOption } from "../options/out-option.ts";
import { parseIndex } from "../options/parsers.ts";
import { addSourceOptions } from "../options/source-options.ts";
import type { ImageFlags } from "../run/run-image.ts";

export const scene: CliCommand = {
  name: "scene",
  register(program, runtime) {
    const command = program
      .command("scene")
      .summary("a natural scene, as a PNG image")
      .description(
        "One of the 118 natural scenes shown in the experiments, as a lossless PNG image. A terminal shows it, unless --out or a pipe takes it.",
      )
      .argument("<number>", "number of the scene: 0 to 117", parseIndex)
      .optionsGroup("Output:")
      .addOption(outOption());
    addSourceOptions(command);
    addExamples(command, [["ecephys scene 5 --out scene.png", "scene 5 into a file"]]);
    command.action(async (number: number) => {
      const { naturalSceneReader } = await import("@ecephys/nwb");
      const { runImage } = await import("../run/run-image.ts");
      const { signal } = runtime;
      await runImage(
        {
          title: `Natural scene ${number}`,
          readers: { naturalScene: naturalSceneReader() },
          image: (cache) => cache.getNaturalSceneTemplate(number, { signal }),
        },
        command.optsWithGlobals<ImageFlags>(),
        runtime,
      );
    });
  },
};
