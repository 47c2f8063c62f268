import { memoryBytes, openHere } from "./local.ts";
import type { Hdf5File } from "./model.ts";
import { openInWorker } from "./worker/client.ts";

/** How a page gets the worker that files are read in. */
export interface WorkerOptions {
  /**
   * Makes the worker that a file is read in, for pages that serve the package's `worker.js` elsewhere than
   * beside its other modules: `() => new Worker(url, { type: "module" })`.
   */
  readonly worker?: (() => Worker) | undefined;
}

/** How a file is opened from its bytes. */
export interface OpenHdf5Options extends WorkerOptions {
  /** For messages; the name of a File by default. */
  readonly location?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens an HDF5 file from a Blob (a File that the user chose), which is not read whole, or from bytes. In a
 * browser it is read in a worker of its own; where there are no workers, in this thread.
 * @throws an EcephysError "format" where it is no HDF5 file or not a whole one, "storage" where the worker does
 * not start.
 */
export async function openHdf5(source: Blob | Uint8Array, options: OpenHdf5Options = {}): Promise<Hdf5File> {
  const location = options.location ?? nameOf(source);
  if (!options.worker && typeof Worker === "undefined")
    return openHere(memoryBytes(source instanceof Blob ? await bytesOf(source) : source), location);
  const worker =
    options.worker?.() ?? new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  return openInWorker(worker, source, location, options.signal);
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

function nameOf(source: Blob | Uint8Array): string {
  return typeof File !== "undefined" && source instanceof File ? source.name : "bytes in memory";
}
