import { argumentChecks, type OptionNames, type StreamedFile } from "@ecephys/files";
import { webLink } from "@ecephys/files/internal";
import { closeLinked, type LinkedFiles, linkedSourcesOf, withLinked } from "./linked-files.ts";
import type { Hdf5CallOptions, Hdf5File } from "./model.ts";
import { bytesSource, isStreamed, nameOf, notASource } from "./source.ts";
import { checked } from "./worker/call-options.ts";
import { openFile } from "./worker/file.ts";
import { WorkerPool } from "./worker/pool.ts";
import { streamedDirect, streamedSource } from "./worker/streamed-source.ts";
import type { WorkerSource } from "./worker/supply.ts";

/** How a page creates the worker in which files are read. */
export interface WorkerOptions {
  /**
   * Creates the worker in which a file is read, for pages that serve the package's `worker.js` from another
   * place than its other modules: `() => new Worker(url, { type: "module" })`.
   */
  readonly worker?: (() => Worker) | undefined;
}

/** Options for opening a file from its bytes; `timeLimit` applies to opening and to every call without its own limit. */
export interface OpenHdf5Options extends WorkerOptions, Hdf5CallOptions {
  /** For messages; the name of a File by default. */
  readonly location?: string | undefined;
  /**
   * Files that external links of this one lead to, by the names that the links have for them, or the last parts of these:
   * Blobs, bytes, or files on a server, which are closed with this one.
   */
  readonly linkedFiles?: LinkedFiles<Blob | Uint8Array | StreamedFile> | undefined;
}

const NAMES: OptionNames<OpenHdf5Options> = {
  worker: true,
  location: true,
  linkedFiles: true,
  signal: true,
  timeLimit: true,
};

/** Files of a page share these workers. */
const pool = new WorkerPool(
  () => webLink(new Worker(new URL("./worker.ts", import.meta.url), { type: "module" })),
  { workers: 4, idle: 5000 },
);

/** Milliseconds that a worker waits which was started before there was a file. */
const WAIT = 120_000;

/** In a page: fetches and starts the worker in which files will be read, while the reader still chooses one. */
export function warmHdf5(): void {
  if (typeof Worker !== "undefined") pool.warm(WAIT);
}

/** A variable, so that bundlers for browsers leave out the part for Node. */
const NODE_ENTRY = "./node.ts";

/**
 * Opens an HDF5 file from a Blob (such as a File that the user chose), which is not read completely, from bytes,
 * or on a server (`streamFile` of @ecephys/files, or the promise of it; it is closed with this one). It is read in a worker; Node, which has no such workers, reads it in a thread, and reads a Blob
 * completely.
 * @throws an EcephysError "format" if it is not a complete HDF5 file, "storage" if the worker does not start.
 */
export async function openHdf5(
  source: Blob | Uint8Array | StreamedFile | Promise<StreamedFile>,
  options: OpenHdf5Options = {},
): Promise<Hdf5File> {
  const { worker, location, linkedFiles, ...call } = argumentChecks("Opening an HDF5 file").knownOptions(
    options,
    NAMES,
  );
  if (source instanceof Promise) return openHdf5(await source, options);
  if (!(source instanceof Blob || source instanceof Uint8Array || isStreamed(source)))
    throw notASource(source, "a Blob or bytes (Uint8Array)");
  if (!worker && typeof Worker === "undefined") {
    const node = (await import(/* @vite-ignore */ /* webpackIgnore: true */ NODE_ENTRY)) as {
      readonly openHdf5: typeof openHdf5;
    };
    return node.openHdf5(source, { location, linkedFiles, ...call });
  }
  const workers = worker ? new WorkerPool(() => webLink(worker()), { workers: 1, idle: 0 }) : pool;
  const linked = linkedSourcesOf(linkedFiles);
  const { signal, timeLimit } = checked(call);
  const given = { pool: workers, timeLimit, end: () => closeLinked(linkedFiles) };
  if (isStreamed(source)) {
    const own = { location: location ?? source.name, direct: streamedDirect(source, location) };
    return openFile({ ...given, ...own, source: withLinked(() => streamedSource(source), linked) }, signal);
  }
  const sent =
    source instanceof Blob
      ? (): WorkerSource => ({ sent: { kind: "blob", blob: source } })
      : bytesSource(source);
  const own = { location: location ?? nameOf(source), source: withLinked(sent, linked) };
  return openFile({ ...given, ...own }, signal);
}
