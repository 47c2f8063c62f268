/**
 * The same readers over files on disk, for Node.
 *
 * @module @ecephys/nwb/node
 */

import { type DataFile, dataFileBytes } from "@ecephys/files";
import type { Hdf5CallOptions, Hdf5File } from "@ecephys/hdf5";
import { openHdf5 } from "@ecephys/hdf5/node";
import { naturalMovieReader, naturalSceneReader } from "./arrays/index.ts";
import {
  bytesOf,
  type FileBytes,
  type NwbReaders,
  type OpenSessionOptions,
  openSessionWith,
  projectSession,
} from "./open-session.ts";
import type { EcephysSession } from "./session/ecephys-session.ts";

/** What Node opens sessions from: the path of a file, or its bytes. */
export type SessionSource = string | FileBytes;

/**
 * Opens a session's NWB file without a project cache: structures and coordinates are the file's, and LFP comes
 * from `options.lfp`. Of a file on disk only what is needed is read, in a worker thread.
 * @throws an EcephysError "not-found" where there is no such file, "format" where it is not an NWB file or is
 * truncated.
 * @example
 * import { openSession } from "@ecephys/nwb/node";
 *
 * const session = await openSession("session_715093703.nwb", { isiViolationsMaximum: 0.1 });
 * const units = await session.units();
 * await session.close();
 */
export function openSession(
  source: SessionSource,
  options: OpenSessionOptions<SessionSource> = {},
): Promise<EcephysSession> {
  return openSessionWith(openSource, source, options);
}

/**
 * The readers of sessions, movies and scenes for a project cache in Node.
 * @example
 * import { openProjectCache } from "@ecephys/core/node";
 * import { warehouse } from "@ecephys/fetch-warehouse";
 * import { nwbReaders } from "@ecephys/nwb/node";
 *
 * const cache = await openProjectCache({ api: warehouse(), readers: nwbReaders(), cache: false });
 * const session = await cache.getSessionData(715093703);
 */
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

async function openSource(source: SessionSource, options: Hdf5CallOptions): Promise<Hdf5File> {
  return openHdf5(typeof source === "string" ? source : await bytesOf(source), options);
}

async function openDataFile(file: DataFile, options: Hdf5CallOptions): Promise<Hdf5File> {
  if (file.localPath !== undefined) return openHdf5(file.localPath, options);
  return openHdf5(await dataFileBytes(file, { signal: options.signal }), { ...options, location: file.name });
}
