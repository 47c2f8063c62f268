/**
 * The same readers over files on disk, for Node.
 *
 * @module @ecephys/nwb/node
 */

import { type DataFile, dataFileBytes } from "@ecephys/files";
import type { Hdf5CallOptions, Hdf5File } from "@ecephys/hdf5";
import { openHdf5 } from "@ecephys/hdf5/node";
import { naturalMovieReader } from "./arrays/movie.ts";
import { naturalSceneReader } from "./arrays/scene.ts";
import type { BehaviorEcephysSession } from "./behavior/behavior-session.ts";
import { type OpenNwbOptions, openNwbWith } from "./open-nwb.ts";
import { isRemote, openRemote } from "./open-remote.ts";
import {
  bytesOf,
  type FileBytes,
  type FileOnServer,
  linkedSources,
  type NwbReaders,
  type OpenFileOptions,
  type OpenSessionOptions,
  openBehaviorSessionWith,
  openSessionWith,
  projectSession,
} from "./open-session.ts";
import type { NwbRecording } from "./recording/nwb-recording.ts";
import type { EcephysSession } from "./session/ecephys-session.ts";

/** What Node opens sessions from: the path of a file, a file on a server, or its bytes. */
export type SessionSource = FileOnServer | FileBytes;

/**
 * Opens a session's NWB file without a project cache: structures and coordinates are the file's, and LFP comes
 * from `options.lfp`. Of a file on disk only what is needed is read, large parts in a worker thread; of a file on a server only
 * what is needed is transferred (`session.transferred` counts it).
 * @throws an EcephysError "not-found" where there is no such file, "format" where it is not an NWB file or is
 * truncated, "fetch" where a server cannot be reached, "response" where it does not serve parts of files.
 * @example
 * import { openSession } from "@ecephys/nwb/node";
 *
 * const session = await openSession("session_715093703.nwb", { isiViolationsMaximum: 0.1 });
 * const units = await session.units();
 * await session.close();
 * @example
 * import { openSession } from "@ecephys/nwb/node";
 *
 * const session = await openSession("https://data.example.org/session_715093703.nwb");
 * const units = await session.units();
 * console.log(session.transferred); // { requests: 4, bytes: 4194304 }
 */
export function openSession(
  source: SessionSource,
  options: OpenSessionOptions<SessionSource> = {},
): Promise<EcephysSession> {
  return openSessionWith(openSource, source, options);
}

/**
 * Opens a session's file of the Visual Behavior Neuropixels project: trials, licks, rewards and eye tracking beside units,
 * spikes and LFP. All units are there, unless unit filters are given.
 * @throws an EcephysError as `openSession`.
 * @example
 * import { openBehaviorSession } from "@ecephys/nwb/node";
 *
 * const session = await openBehaviorSession("ecephys_session_1044385384.nwb");
 * const trials = await session.trials();
 * await session.close();
 */
export function openBehaviorSession(
  source: SessionSource,
  options: OpenSessionOptions<SessionSource> = {},
): Promise<BehaviorEcephysSession> {
  return openBehaviorSessionWith(openSource, source, options);
}

/**
 * Opens an NWB 2 file of any lab: a path, a file on a server, a Blob or bytes. Of a file on disk or on a server only what
 * is needed is read.
 * @throws an EcephysError "not-found" where there is no such file, "format" where it is not an NWB 2 file or is
 * truncated, "fetch" where a server cannot be reached.
 * @example
 * import { openNwb } from "@ecephys/nwb/node";
 *
 * const recording = await openNwb("recording.nwb");
 * (await recording.contents()).print(); // what is in it
 * const units = await recording.units();
 * const trials = await recording.intervals("trials");
 * await recording.close();
 */
export function openNwb(
  source: SessionSource,
  options: OpenNwbOptions<SessionSource> = {},
): Promise<NwbRecording> {
  return openNwbWith(openSource, source, options);
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

/** Loaded for the first file on a server: those on the disk need nothing of it. */
const nodeFetch: typeof globalThis.fetch = async (...request) =>
  (await import("@ecephys/files/node")).nodeFetch(...request);

async function openSource(
  source: SessionSource,
  { stream, linkedFiles, ...call }: OpenFileOptions<SessionSource>,
): Promise<Hdf5File> {
  const remote = { fetch: nodeFetch, ...stream, signal: call.signal };
  const options = { ...call, linkedFiles: await linkedSources(linkedFiles, remote) };
  if (isRemote(source)) return openHdf5(openRemote(source, remote), options);
  return openHdf5(typeof source === "string" ? source : await bytesOf(source), options);
}

async function openDataFile(file: DataFile, options: Hdf5CallOptions): Promise<Hdf5File> {
  if (file.localPath !== undefined) return openHdf5(file.localPath, options);
  if (file.stream) return openHdf5(await file.stream(), options);
  return openHdf5(await dataFileBytes(file, { signal: options.signal }), { ...options, location: file.name });
}
