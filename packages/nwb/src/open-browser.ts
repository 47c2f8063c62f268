import type { CachedFile } from "@ecephys/core";
import { naturalMovieReader, naturalSceneReader } from "./arrays/index.ts";
import { openInWorker } from "./browser/client.ts";
import { memoryBytes, openHere } from "./hdf5/local.ts";
import type { Hdf5File } from "./hdf5/model.ts";
import {
  type BytesSource,
  bytesOf,
  type NwbReaders,
  type OpenSessionOptions,
  openSessionWith,
  sessionReaderWith,
} from "./open-session.ts";
import type { EcephysSession } from "./session/ecephys-session.ts";

/** How a page gets the worker that files are read in. */
export interface WorkerOptions {
  /**
   * Makes the worker that a file is read in, for pages that serve the package's `worker.js` elsewhere than
   * beside its other modules: `() => new Worker(url, { type: "module" })`.
   */
  readonly worker?: (() => Worker) | undefined;
}

/**
 * Opens a session's NWB file from a Blob (a File that the user chose), which is not read whole, or from bytes.
 * In a browser it is read in a worker of its own; where there are no workers, in this thread.
 * @throws an EcephysError "format" where it is no NWB file or not a whole one, "storage" where the worker does
 * not start.
 */
export function openSession(
  source: BytesSource,
  options: OpenSessionOptions & WorkerOptions = {},
): Promise<EcephysSession> {
  const { worker, ...rest } = options;
  return openSessionWith((from, { signal }) => openBytes(from, { worker, signal }), source, rest);
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

interface OpenOptions extends WorkerOptions {
  readonly location?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

async function openCached(file: CachedFile, options: OpenOptions): Promise<Hdf5File> {
  const source = file.blob ? await file.blob() : await file.bytes({ signal: options.signal });
  return openBytes(source, { ...options, location: file.location });
}

async function openBytes(source: BytesSource, options: OpenOptions): Promise<Hdf5File> {
  const location = options.location ?? nameOf(source);
  if (!options.worker && typeof Worker === "undefined")
    return openHere(memoryBytes(await bytesOf(source)), location);
  const worker =
    options.worker?.() ?? new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const content = source instanceof Blob ? source : await bytesOf(source);
  return openInWorker(worker, content, location, options.signal);
}

function nameOf(source: BytesSource): string {
  return typeof File !== "undefined" && source instanceof File ? source.name : "bytes in memory";
}
