import { addExamples, type CliCommand } from "../command.ts";
import { cacheExportManifest } from "./cache/export-manifest.ts";
import { cachePath } from "./cache/path.ts";
import { cachePrune } from "./cache/prune.ts";
import { cacheRefresh } from "./cache/refresh.ts";
import { cacheRepair } from "./cache/repair.ts";
import { cacheStatus } from "./cache/status.ts";
import { cacheVerify } from "./cache/verify.ts";

const COMMANDS: readonly CliCommand[] = [
  cacheStatus,
  cacheVerify,
  cacheRefresh,
  cacheRepair,
  cachePrune,
  cachePath,
  cacheExportManifest,
];

export const cache: CliCommand = {
  name: "cache",
  register(program, runtime) {
    const command = program
      .command("cache")
      .helpCommand(false)
      .summary("show, check, refresh and repair the cache directory")
      .description(
        "Shows, checks, refreshes and repairs the cache directory. Only `refresh` and `repair` use the network.",
      );
    addExamples(command, [
      ["ecephys cache status", "what it contains, and how much"],
      ["ecephys cache verify && echo intact", "in a script"],
      ['cd "$(ecephys cache path)"', "where it is"],
    ]);
    for (const { register } of COMMANDS) register(command, runtime);
  },
};
