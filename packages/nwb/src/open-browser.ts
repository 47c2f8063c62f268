import type { CachedFile } from "@ecephys/core";
import { type Hdf5File, type OpenHdf5Options, openHdf5, type WorkerOptions } from "@ecephys/hdf5";
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

/**
 * Opens a session's NWB file from a Blob (a File that the user chose), which is not read whole, or from bytes.
 * It is read in a worker; in Node in a thread.
 * @throws an EcephysError "format" where it is no NWB file or not a whole one, "storage" where the worker does
 * not start.
 */
export function openSession(
  source: BytesSource,
  options: OpenSessionOptions & WorkerOptions = {},
): Promise<EcephysSession> {
  const { worker, ...rest } = options;
  return openSessionWith((from, call) => openBytes(from, { worker, ...call }), source, rest);
}

/** The readers of sessions, movies and scenes for a project cache in a browser. */
export function nwbReaders(options: WorkerOptions = {}): NwbReaders {
  const open = (file: CachedFile, { signal }: { readonly signal?: AbortSignal | undefined }) =>
    openCached(file, { ...options, signal });
  return {
    session: sessionReaderWith(open),
    naturalMovie: naturalMovieReader({ openHdf5: open }),
    naturalScene: naturalSceneReader(),
  };
}

async function openCached(file: CachedFile, options: OpenHdf5Options): Promise<Hdf5File> {
  const source = file.blob ? await file.blob() : await file.bytes({ signal: options.signal });
  return openHdf5(source, { ...options, location: file.location });
}

async function openBytes(source: BytesSource, options: OpenHdf5Options): Promise<Hdf5File> {
  return openHdf5(source instanceof Blob ? source : await bytesOf(source), options);
}
