import { type DataFile, dataFileBytes } from "@ecephys/files";
import { type Hdf5File, type OpenHdf5Options, openHdf5, type WorkerOptions } from "@ecephys/hdf5";
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

/**
 * Opens a session's NWB file from a Blob (such as a File that the user chose), of which only what is needed is read,
 * or from bytes. It is read in a worker; in Node in a thread.
 * @throws an EcephysError "format" where it is not an NWB file or is truncated, "storage" where the worker does
 * not start.
 * @example
 * import { openSession } from "@ecephys/nwb";
 *
 * const session = await openSession(file); // the File of an <input type="file">
 * const units = await session.units();
 */
export function openSession(
  source: FileBytes | FileOnServer,
  options: OpenSessionOptions<FileBytes | FileOnServer> & WorkerOptions = {},
): Promise<EcephysSession> {
  const { worker, ...rest } = options;
  return openSessionWith((from, call) => openSource(from, worker, call), source, rest);
}

/**
 * Opens a session's file of the Visual Behavior Neuropixels project from a Blob, from a URL or from bytes; see the
 * function of the same name in `@ecephys/nwb/node`.
 * @throws an EcephysError as `openSession`.
 */
export function openBehaviorSession(
  source: FileBytes | FileOnServer,
  options: OpenSessionOptions<FileBytes | FileOnServer> & WorkerOptions = {},
): Promise<BehaviorEcephysSession> {
  const { worker, ...rest } = options;
  return openBehaviorSessionWith((from, call) => openSource(from, worker, call), source, rest);
}

/**
 * Opens an NWB 2 file of any lab from a Blob (such as a File that the user chose), of which only what is needed is read,
 * from a URL or from bytes. It is read in a worker; in Node in a thread.
 * @throws an EcephysError "format" where it is not an NWB 2 file or is truncated, "storage" where the worker does not
 * start.
 * @example
 * import { openNwb } from "@ecephys/nwb";
 *
 * const chosen = await openNwb(file); // the File of an <input type="file">
 * const contents = await chosen.contents();
 */
export function openNwb(
  source: FileBytes | FileOnServer,
  options: OpenNwbOptions & WorkerOptions = {},
): Promise<NwbRecording> {
  const { worker, ...rest } = options;
  return openNwbWith((from, call) => openSource(from, worker, call), source, rest);
}

/** The readers of sessions, movies and scenes for a project cache in a browser. */
export function nwbReaders(options: WorkerOptions = {}): NwbReaders {
  const open = (file: DataFile, { signal }: { readonly signal?: AbortSignal | undefined }) =>
    openDataFile(file, { ...options, signal });
  return {
    session: {
      open: async (file, context, { signal } = {}) =>
        projectSession(await open(file, { signal }), context, open, signal),
    },
    naturalMovie: naturalMovieReader({ openHdf5: open }),
    naturalScene: naturalSceneReader(),
  };
}

async function openDataFile(file: DataFile, options: OpenHdf5Options): Promise<Hdf5File> {
  if (file.stream) return openHdf5(await file.stream(), options);
  const source = file.blob ? await file.blob() : await dataFileBytes(file, options);
  return openHdf5(source, { ...options, location: file.name });
}

async function openSource(
  source: FileBytes | FileOnServer,
  worker: WorkerOptions["worker"],
  { stream, linkedFiles, ...call }: OpenFileOptions<FileBytes | FileOnServer>,
): Promise<Hdf5File> {
  const remote = { ...stream, signal: call.signal };
  const linked = (await linkedSources(linkedFiles, remote)) as OpenHdf5Options["linkedFiles"];
  const options: OpenHdf5Options = { worker, linkedFiles: linked, ...call };
  if (isRemote(source)) return openHdf5(openRemote(source, remote), options);
  return openHdf5(source instanceof Blob ? source : await bytesOf(source), options);
}
