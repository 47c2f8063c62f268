import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { argumentChecks, EcephysError, type OptionNames, type StreamedFile } from "@ecephys/files";
import {
  checkedLinked,
  closeLinked,
  type LinkedFiles,
  type LinkedSources,
  linkedSourcesOf,
  withLinked,
} from "./linked-files.ts";
import type { Hdf5CallOptions, Hdf5File } from "./model.ts";
import { bytesSource, isStreamed, nameOf, notASource } from "./source.ts";
import { checked } from "./worker/call-options.ts";
import { openFile } from "./worker/file.ts";
import { startNodeWorker } from "./worker/node-link.ts";
import { directPath } from "./worker/path-direct.ts";
import { WorkerPool } from "./worker/pool.ts";
import { streamedDirect, streamedSource } from "./worker/streamed-source.ts";
import type { WorkerSource } from "./worker/supply.ts";

/** Options for opening a file in Node; `timeLimit` applies to opening and to every call without its own limit. */
export interface OpenHdf5Options extends Hdf5CallOptions {
  /** For messages; the path by default. */
  readonly location?: string | undefined;
  /**
   * Files that external links of this one lead to, by the names that the links have for them, or the last parts of these:
   * paths, Blobs, bytes, or files on a server, which are closed with this one.
   */
  readonly linkedFiles?: LinkedFiles<string | Blob | Uint8Array | StreamedFile> | undefined;
}

const NAMES: OptionNames<OpenHdf5Options> = {
  location: true,
  linkedFiles: true,
  signal: true,
  timeLimit: true,
};

const pool = new WorkerPool(startNodeWorker, { workers: 4, idle: 5000 });

/**
 * Opens an HDF5 file on the local disk, of which only the header is read at first, from bytes, or on a server
 * (`streamFile` of @ecephys/files, or the promise of it; it is closed with this one). Of a file on the disk what is
 * small and plain is read at once; a worker thread reads all else, and whatever has a `timeLimit`, so the program is
 * not blocked. External links are followed only to files in the same directory (or below), and to those of
 * `linkedFiles`.
 * @throws an EcephysError "not-found" if there is no such file, "storage" if it cannot be read, "format" if it
 * is not a complete HDF5 file.
 * @example
 * const file = await openHdf5("session_715093703.nwb");
 * const first = await file.read("/units/spike_times", { ranges: [[0, 1000]], timeLimit: 10_000 });
 * await file.close();
 */
export async function openHdf5(
  source: string | Blob | Uint8Array | StreamedFile | Promise<StreamedFile>,
  options: OpenHdf5Options = {},
): Promise<Hdf5File> {
  const { location, linkedFiles, ...call } = argumentChecks("Opening an HDF5 file").knownOptions(
    options,
    NAMES,
  );
  if (source instanceof Promise) return openHdf5(await source, options);
  const linked = await linkedSources(linkedFiles);
  const { signal, timeLimit } = checked(call);
  const given = { pool, timeLimit, end: () => closeLinked(linkedFiles) };
  if (typeof source === "string") {
    // Resolved now: the program may change its working directory before the file is reopened.
    const path = source === "" ? "" : resolve(source);
    const direct = directPath(path, location ?? source);
    const sent = (): WorkerSource => ({ sent: { kind: "path", path, descriptor: direct.descriptor() } });
    const own = { location: location ?? source, direct, source: withLinked(sent, linked) };
    return openFile({ ...given, ...own }, signal);
  }
  if (isStreamed(source)) {
    const own = { location: location ?? source.name, direct: streamedDirect(source, location) };
    return openFile({ ...given, ...own, source: withLinked(() => streamedSource(source), linked) }, signal);
  }
  if (!(source instanceof Blob || source instanceof Uint8Array))
    throw notASource(source, "a path, a Blob or bytes (Uint8Array)");
  const bytes = source instanceof Blob ? new Uint8Array(await source.arrayBuffer()) : source;
  const own = { location: location ?? nameOf(source), source: withLinked(bytesSource(bytes), linked) };
  return openFile({ ...given, ...own }, signal);
}

/** Paths as they are; Blobs are read whole, as threads cannot. */
async function linkedSources(
  files: LinkedFiles<string | Blob | Uint8Array | StreamedFile> | undefined,
): Promise<LinkedSources | undefined> {
  if (files === undefined) return undefined;
  const given = Object.entries(checkedLinked(files)).map(async ([name, file]) => {
    if (typeof file === "string") {
      const path = await existing(name, file);
      return { [name]: () => ({ sent: { kind: "path", path } as const }) };
    }
    return linkedSourcesOf({
      [name]: file instanceof Blob ? new Uint8Array(await file.arrayBuffer()) : file,
    });
  });
  return Object.assign({}, ...(await Promise.all(given)));
}

async function existing(name: string, path: string): Promise<string> {
  try {
    await stat(path);
    return resolve(path);
  } catch (cause) {
    throw new EcephysError("not-found", {
      action: "Opening an HDF5 file",
      resource: path,
      reason: `there is no such file, which was handed in for links to "${name}"`,
      remedy: `Check the path: it starts from ${process.cwd()}`,
      cause,
    });
  }
}
