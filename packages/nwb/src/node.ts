/**
 * The same readers over files on disk, for Node.
 *
 * @module @ecephys/nwb/node
 */

import type { CachedFile } from "@ecephys/core";
import type { Hdf5CallOptions, Hdf5File } from "@ecephys/hdf5";
import { openHdf5 } from "@ecephys/hdf5/node";
import { naturalMovieReader, naturalSceneReader } from "./arrays/index.ts";
import {
  type BytesSource,
  bytesOf,
  type NwbReaders,
  type OpenSessionOptions,
  openSessionWith,
  sessionReaderWith,
} from "./open-session.ts";
import type { EcephysSession } from "./session/ecephys-session.ts";

/** What Node opens sessions from: the path of a file, or its bytes. */
export type SessionSource = string | BytesSource;

/**
 * Opens a session's NWB file without a project cache: structures and coordinates are the file's, and LFP comes
 * from `options.lfp` (note S10). A file on disk is read as far as it is asked for,
 * by a thread of its own.
 * @throws an EcephysError "not-found" where there is no such file, "format" where it is no NWB file or not a
 * whole one.
 */
export function openSession(
  source: SessionSource,
  options: OpenSessionOptions<SessionSource> = {},
): Promise<EcephysSession> {
  return openSessionWith(openSource, source, options);
}

/** The readers of sessions, movies and scenes for a project cache in Node. */
export function nwbReaders(): NwbReaders {
  return {
    session: sessionReaderWith(openCached),
    naturalMovie: naturalMovieReader({ openHdf5: openCached }),
    naturalScene: naturalSceneReader(),
  };
}

async function openSource(source: SessionSource, options: Hdf5CallOptions): Promise<Hdf5File> {
  return openHdf5(typeof source === "string" ? source : await bytesOf(source), options);
}

async function openCached(file: CachedFile, options: Hdf5CallOptions): Promise<Hdf5File> {
  if (file.localPath !== undefined) return openHdf5(file.localPath, options);
  return openHdf5(await file.bytes({ signal: options.signal }), { ...options, location: file.location });
}
