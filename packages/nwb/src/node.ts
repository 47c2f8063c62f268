/**
 * The same readers over files on disk, for Node.
 *
 * @module @ecephys/nwb/node
 */

import { type DataFile, dataFileBytes } from "@ecephys/files";
import type { Hdf5File } from "@ecephys/hdf5";
import { memoryBytes, openHere } from "@ecephys/hdf5/internal";
import { openHdf5 } from "@ecephys/hdf5/node";
import { naturalMovieReader, naturalSceneReader } from "./arrays/index.ts";
import {
  type BytesSource,
  bytesOf,
  type NwbReaders,
  type OpenSessionOptions,
  openSessionWith,
  projectSession,
} from "./open-session.ts";
import type { EcephysSession } from "./session/ecephys-session.ts";

/** What Node opens sessions from: the path of a file, or its bytes. */
export type SessionSource = string | BytesSource;

/**
 * Opens a session's NWB file without a project cache: structures and coordinates are the file's, and LFP comes
 * from `options.lfp` (note S10). A file on disk is read as far as it is asked for.
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
    session: {
      open: async (file, context, { signal } = {}) =>
        projectSession(await openDataFile(file, { signal }), context, openDataFile, signal),
    },
    naturalMovie: naturalMovieReader({ openHdf5: openDataFile }),
    naturalScene: naturalSceneReader(),
  };
}

async function openSource(source: SessionSource): Promise<Hdf5File> {
  if (typeof source === "string") return openHdf5(source);
  return openHere(memoryBytes(await bytesOf(source)), "bytes in memory");
}

async function openDataFile(
  file: DataFile,
  { signal }: { readonly signal?: AbortSignal | undefined },
): Promise<Hdf5File> {
  if (file.localPath !== undefined) return openHdf5(file.localPath);
  return openHere(memoryBytes(await dataFileBytes(file, { signal })), file.name);
}
