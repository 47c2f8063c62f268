import type { EcephysProjectCache } from "@ecephys/core";
import { openProjectCache } from "@ecephys/core/node";
import { isOffline, manifestPath } from "../cache-location.ts";
import type { Runtime } from "../io.ts";
import type { GlobalFlags } from "../options/global-options.ts";
import type { SourceFlags } from "../options/source-options.ts";
import { sanitise } from "../output/sanitise.ts";
import { SOURCES } from "../sources/index.ts";
import { progressLine } from "./progress.ts";

/**
 * Opens the cache that the flags name, hands it on, and closes it again. Progress and warnings go to stderr,
 * unless `--quiet`.
 */
export async function withCache<Result>(
  flags: SourceFlags & GlobalFlags,
  { io, signal }: Runtime,
  use: (cache: EcephysProjectCache) => Promise<Result>,
): Promise<Result> {
  const api = await SOURCES[flags.source]!.open({ flags, env: io.env });
  const progress = progressLine(io.stderr, !flags.quiet);
  try {
    const cache = await openProjectCache({
      api,
      manifest: manifestPath(flags.cache, io.env),
      offline: isOffline(flags.offline, io.env),
      onProgress: progress.update,
      onWarning: (message) => {
        if (!flags.quiet) progress.print(`warning: ${sanitise(message)}\n`);
      },
      signal,
    });
    return await use(cache);
  } finally {
    progress.clear();
    await api.close?.();
  }
}
