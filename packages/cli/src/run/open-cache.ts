import { stat } from "node:fs/promises";
import type { EcephysProjectCache, Readers } from "@ecephys/core";
import { openProjectCache } from "@ecephys/core/node";
import type { DataFile } from "@ecephys/files";
import { EcephysError } from "@ecephys/files";
import { cacheLocation, isOffline, manifestPath } from "../cache-location.ts";
import { INTERRUPTED, Interrupted } from "../interrupt.ts";
import type { Runtime } from "../io.ts";
import type { GlobalFlags } from "../options/global-options.ts";
import type { SourceFlags } from "../options/source-options.ts";
import { fixedSource } from "../sources/fixed.ts";
import { SOURCES } from "../sources/index.ts";
import { otherSourceWarning } from "./other-source.ts";
import { type ProgressLine, progressLine } from "./progress.ts";
import { warningText } from "./report.ts";

/** An opened cache, as commands use it. */
export interface OpenedCache<Session = DataFile, Movie = DataFile, Scene = DataFile> {
  readonly cache: EcephysProjectCache<Session, Movie, Scene>;
  /** Shows the progress of tables and single files; a command with its own progress display closes it first. */
  readonly line: ProgressLine;
  /** Ends its progress display, and closes its backend. */
  close(): Promise<void>;
}

/** How a command's cache is opened. */
export interface OpenCacheOptions<Session = DataFile, Movie = DataFile, Scene = DataFile> {
  /** The readers of files, if a command needs any. */
  readonly readers?: Readers<Session, Movie, Scene> | undefined;
  /** Look only at what is on disk: open no backend, create no directory or manifest. */
  readonly local?: boolean | undefined;
  /** Receives the warnings instead of stderr. */
  readonly onWarning?: ((text: string) => void) | undefined;
}

/** Opens the cache that the flags name. Progress and warnings go to stderr, unless `--quiet`. */
export async function openCache<Session = DataFile, Movie = DataFile, Scene = DataFile>(
  flags: SourceFlags & GlobalFlags,
  { io, signal }: Runtime,
  { readers, local = false, onWarning }: OpenCacheOptions<Session, Movie, Scene> = {},
): Promise<OpenedCache<Session, Movie, Scene>> {
  const source = SOURCES[flags.source]!;
  if (local && flags.cache !== undefined) await requireDirectory(flags.cache);
  let line: ProgressLine;
  const onMessage = (message: string) => {
    const warn = onWarning ?? line.print;
    if (!flags.quiet) warn(warningText(message, Boolean(flags.jsonErrors || flags.json)));
  };
  const api = await (local ? fixedSource : source).open({ flags, env: io.env, warn: onMessage });
  const offline = local || isOffline(flags.offline, io.env);
  const asks = !offline && source !== fixedSource;
  line = progressLine(io.stderr, !flags.quiet && asks, `the ${api.name}`);
  const close = async () => {
    if (signal.reason instanceof Interrupted && io.stderr.isTTY && !flags.quiet && line.isTransferring)
      line.print(INTERRUPTED);
    line.close();
    await api.close?.();
  };
  try {
    const cache = await openProjectCache({
      api,
      readers,
      manifest: await manifestPath(cacheLocation(flags.cache, io.env, source.cacheName)),
      publishedAt: flags.publishedAt,
      offline,
      corrections: flags.corrections,
      onProgress: line.update,
      onWarning: onMessage,
      signal,
    });
    const other =
      local || source === fixedSource ? undefined : await otherSourceWarning(cache, api.name, signal);
    if (other !== undefined) onMessage(other);
    return { cache, line, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens the cache that the flags name, passes it to a function, and closes it again. */
export async function withCache<Result, Session = DataFile, Movie = DataFile, Scene = DataFile>(
  flags: SourceFlags & GlobalFlags,
  runtime: Runtime,
  use: (opened: OpenedCache<Session, Movie, Scene>) => Promise<Result>,
  options?: OpenCacheOptions<Session, Movie, Scene>,
): Promise<Result> {
  const opened = await openCache(flags, runtime, options);
  try {
    return await use(opened);
  } finally {
    await opened.close();
  }
}

/** A mistyped name must not count as an intact cache. */
async function requireDirectory(cache: string): Promise<void> {
  const { directory } = cacheLocation(cache, {});
  if ((await stat(directory).catch(() => undefined))?.isDirectory()) return;
  throw new EcephysError("storage", {
    action: "Opening the cache",
    resource: directory,
    reason: "the directory does not exist",
    remedy: "Name another with --cache; `ecephys cache path` prints the default one",
  });
}
