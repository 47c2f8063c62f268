import { argumentChecks, type OptionNames } from "@ecephys/files";
import type { Hdf5File } from "@ecephys/hdf5";
import { NwbFile } from "./file/nwb-file.ts";
import type { RemoteOptions } from "./open-remote.ts";
import type { FileBytes, FileOnServer, OpenHdf5 } from "./open-session.ts";
import type { NwbRecording } from "./recording/nwb-recording.ts";

/** How an NWB file is opened. */
export interface OpenNwbOptions<Linked = FileBytes | FileOnServer> {
  /** Called with warnings; `console.warn` by default. */
  readonly warn?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that one read of the file may take; without it, only a read that makes no progress for 30 s is ended. */
  readonly timeLimit?: number | undefined;
  /** How a file on a server is read: requests, and what is kept of it in memory. */
  readonly stream?: RemoteOptions | undefined;
  /**
   * Files that links of this one lead to, by the names that the links have for them (`file` of `links()`), or the last
   * parts of these: Blobs, bytes, files on a server and, in Node, paths. They come before files that lie beside this one.
   */
  readonly linkedFiles?: Readonly<Record<string, Linked>> | undefined;
}

const OPTIONS: OptionNames<OpenNwbOptions> = {
  warn: true,
  signal: true,
  timeLimit: true,
  stream: true,
  linkedFiles: true,
};

/** Opens an NWB file of any lab, with the platform's way to open HDF5. */
export async function openNwbWith<Source>(
  open: OpenHdf5<Source>,
  source: Source,
  options: OpenNwbOptions<Source>,
): Promise<NwbRecording> {
  const checks = argumentChecks("Opening an NWB file");
  checks.knownOptions<object>(options, OPTIONS);
  const { linkedFiles, signal, stream, timeLimit, warn = console.warn } = options;
  return recordingOf(await open(source, { signal, timeLimit, stream, linkedFiles }), warn, signal);
}

/** The recording of a file that has been opened as HDF5. */
async function recordingOf(
  hdf5: Hdf5File,
  warn: (message: string) => void,
  signal: AbortSignal | undefined,
): Promise<NwbRecording> {
  const file = await NwbFile.of(hdf5, warn);
  const { NwbRecording } = await import("./recording/nwb-recording.ts");
  if (!signal?.aborted) return new NwbRecording(file, warn);
  await hdf5.close();
  throw signal.reason;
}
