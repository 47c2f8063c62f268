import { cacheLocation, manifestPath } from "../../cache-location.ts";
import { addExamples, type CliCommand } from "../../command.ts";
import type { GlobalFlags } from "../../options/global-options.ts";
import { addPlaceOptions, type PlaceFlags } from "../../options/source-options.ts";
import { SOURCES } from "../../sources/index.ts";

export const cachePath: CliCommand = {
  name: "path",
  register(program, runtime) {
    const command = program
      .command("path")
      .summary("print where the cache is")
      .description("Prints the cache directory, whether or not it exists yet.");
    addPlaceOptions(command);
    addExamples(command, [
      ['cd "$(ecephys cache path)"', "go there"],
      ['du -sh "$(ecephys cache path --source lims)"', "the size of another source's cache"],
    ]);
    command.action(async () => {
      const flags = command.optsWithGlobals<PlaceFlags & GlobalFlags>();
      const location = cacheLocation(flags.cache, runtime.io.env, SOURCES[flags.source]!.cacheName);
      const path = location.directory;
      // Where it is does not depend on how many manifests it has.
      const manifest = flags.json ? await manifestPath(location) : undefined;
      const { writeReport } = await import("../../run/write-report.ts");
      await writeReport({ text: () => `${path}\n`, json: () => ({ path, manifest }) }, flags, runtime);
    });
  },
};
