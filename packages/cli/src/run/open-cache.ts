import type { CachedFile, EcephysProjectCache, Readers } from "@ecephys/core";
import { openProjectCache } from "@ecephys/core/node";
import { isOffline, manifestPath } from "../cache-location.ts";
import type { Runtime } from "../io.ts";
import type { GlobalFlags } from "../options/global-options.ts";
import type { SourceFlags } from "../options/source-options.ts";
import { SOURCES } from "../sources/index.ts";
import { progressLine } from "./progress.ts";
import { warningText } from "./report.ts";

/**
 * Opens the cache that the flags name, hands it on, and closes it again. Progress and warnings go to stderr,
 * unless `--quiet`. Files are read by the `readers`, where a command needs any.
 */
export async function withCache<Result, Session = CachedFile, Movie = CachedFile, Scene = CachedFile>(
  flags: SourceFlags & GlobalFlags,
  { io, signal }: Runtime,
  use: (cache: EcephysProjectCache<Session, Movie, Scene>) => Promise<Result>,
  readers?: Readers<Session, Movie, Scene>,
): Promise<Result> {
  const source = SOURCES[flags.source]!;
  const api = await source.open({ flags, env: io.env });
  const progress = progressLine(io.stderr, !flags.quiet, `the ${api.name}`);
  try {
    const cache = await openProjectCache({
      api,
      readers,
      manifest: manifestPath(flags.cache, io.env, source.cacheName),
      publishedAt: flags.publishedAt,
      offline: isOffline(flags.offline, io.env),
      onProgress: progress.update,
      onWarning: (message) => {
        if (!flags.quiet) progress.print(warningText(message, Boolean(flags.jsonErrors || flags.json)));
      },
      signal,
    });
    return await use(cache);
  } finally {
    progress.clear();
    await api.close?.();
  }
}
