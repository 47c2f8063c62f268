import { basename } from "node:path";
import type { FileReader, SessionReader } from "@ecephys/core";
import { type DataFile, httpFile, type RemoteFile } from "@ecephys/files";
import type { Runtime } from "../io.ts";
import type { GlobalFlags } from "../options/global-options.ts";
import type { SessionTarget } from "../options/session-target.ts";
import type { SourceFlags } from "../options/source-options.ts";
import { openCache } from "../run/open-cache.ts";
import { openServedFile } from "../serve/directory-place.ts";
import type { ServedFile } from "../serve/place.ts";
import { remotePlace } from "../serve/remote-place.ts";
import { requireFile } from "../session/require-file.ts";

/** What of a session is looked at, from the command line. */
export interface ExploredFlags extends SourceFlags, GlobalFlags {
  readonly probe?: number | undefined;
  readonly lfpFile?: string | undefined;
}

/** A file that the page reads: on this machine, or one of which bytes are passed on. */
export interface ExploredFile {
  readonly open: (signal: AbortSignal) => Promise<ServedFile>;
}

/** The files of one session, and nothing else. */
export interface ExploredFiles {
  /** For people. */
  readonly name: string;
  readonly session: ExploredFile;
  readonly lfp?: ExploredFile | undefined;
  /** Closes what passes bytes on. */
  close(): Promise<void>;
}

/** Finds the files of what the argument names. @throws an EcephysError "not-found" where there are none. */
export async function exploredFiles(
  target: SessionTarget,
  flags: ExploredFlags,
  runtime: Runtime,
): Promise<ExploredFiles> {
  const lfp = flags.lfpFile === undefined ? undefined : await namedFile(flags.lfpFile, "--lfp-file");
  const close = async () => undefined;
  switch (target.kind) {
    case "file":
      return { name: basename(target.path), session: await namedFile(target.path), lfp, close };
    case "url":
      return { name: nameOfUrl(target.url), session: await namedFile(target.url), lfp, close };
    case "dandi": {
      const { foundOnDandi } = await import("../session/open-from-dandi.ts");
      const found = await foundOnDandi(target.path, flags, runtime);
      return { name: basename(target.path), session: fileOrRemote(found), lfp, close };
    }
    case "id":
      return ofProject(target.id, flags, runtime, lfp);
  }
}

/** A path, or an address. */
async function namedFile(text: string, option?: string): Promise<ExploredFile> {
  if (/^https?:\/\//i.test(text)) return passedOn(httpFile({ url: text }));
  await requireFile(text, option);
  return onDisk(text);
}

function fileOrRemote(found: string | RemoteFile): ExploredFile {
  return typeof found === "string" ? onDisk(found) : passedOn(found);
}

function onDisk(path: string): ExploredFile {
  return { open: () => openServedFile(path, path) };
}

/** What was transferred is kept for a while, and not transferred again. */
function passedOn(file: RemoteFile): ExploredFile {
  const place = remotePlace({ prefix: "/", shown: "", file: async () => file });
  return { open: (signal) => place.open("", signal) };
}

/** A session's file in the cache, or streamed from its source; with `probe` the LFP file, too. */
async function ofProject(
  id: number,
  flags: ExploredFlags,
  runtime: Runtime,
  named: ExploredFile | undefined,
): Promise<ExploredFiles> {
  const { signal } = runtime;
  const { probe } = flags;
  const itself: FileReader<DataFile> = { open: async (file) => file };
  const reader: SessionReader<{ readonly session: DataFile; readonly lfp: DataFile | undefined }> = {
    open: async (session, context) => ({
      session,
      lfp: probe === undefined ? undefined : await context.openLfp(probe, itself, { signal }),
    }),
  };
  const { cache, close } = await openCache(flags, runtime, { readers: { session: reader } });
  try {
    const found = await cache.getSessionData(id, { stream: true, signal });
    return {
      name: `session ${id}`,
      session: ofDataFile(found.session),
      lfp: named ?? (found.lfp && ofDataFile(found.lfp)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function ofDataFile(file: DataFile): ExploredFile {
  if (file.localPath !== undefined) return onDisk(file.localPath);
  const source = file.source();
  source.catch(() => undefined);
  return {
    open: async () => ({
      byteLength: file.byteLength,
      etag: file.validator?.startsWith('"') ? file.validator : undefined,
      source: await source,
      close: async () => undefined,
    }),
  };
}

function nameOfUrl(url: string): string {
  const { pathname, host } = new URL(url);
  return decodeURIComponent(pathname.slice(pathname.lastIndexOf("/") + 1)) || host;
}
