import { argumentChecks, type OptionNames } from "../arguments/checks.ts";
import { checkRetry } from "../http/retry.ts";
import type { RemoteFile } from "../remote-file.ts";
import type { RetryOptions } from "../retry-options.ts";
import type { StreamedFile, StreamReadOptions } from "../streamed.ts";
import { Blocks } from "./blocks.ts";
import { openFirst } from "./first.ts";
import { type KeepOptions, KeptBlocks } from "./kept-blocks.ts";

/** How a file on a server is read in parts. */
export interface StreamOptions {
  /** Bytes of the file that are kept in memory at most; 128 MiB by default. */
  readonly memory?: number | undefined;
  /** How often a request that fails or breaks off is sent again; the file's own setting, or three times, by default. */
  readonly retry?: RetryOptions | undefined;
  /**
   * Where parts that were read are kept on disk, so that they need not come again while the file is the same version,
   * nor for `downloadFile` to the same path; nowhere by default.
   */
  readonly keep?: KeepOptions | undefined;
  /** Ends the opening. */
  readonly signal?: AbortSignal | undefined;
}

const MEMORY = 128 * 2 ** 20;
const LEAST_MEMORY = 2 ** 20;

const OPTIONS: OptionNames<StreamOptions> = { keep: true, memory: true, retry: true, signal: true };
const READ_OPTIONS: OptionNames<StreamReadOptions> = { ahead: true, signal: true };
const PREFETCH_OPTIONS: OptionNames<Pick<StreamReadOptions, "signal">> = { signal: true };

/**
 * Opens a file on a server to read parts of it. Its first 5 MiB, where formats have their indexes, are requested
 * at once, and given up where what is wanted turns out to lie elsewhere; with them comes the file's size.
 * @throws an EcephysError "response" if the server does not serve parts (ranges) or does not tell the file's size,
 * "not-found", "fetch"; the signal's reason. A server that does not let a page read the file (CORS) is an
 * EcephysError "fetch" that says so.
 * @example
 * import { httpFile, streamFile } from "@ecephys/files";
 *
 * const file = await streamFile(httpFile({ url: "https://data.example.org/ecephys/sessions/715093703.nwb" }));
 * const signature = await file.slice(0, 8);
 * console.log(file.byteLength, file.transferred.bytes);
 * file.close();
 */
export async function streamFile(file: RemoteFile, options: StreamOptions = {}): Promise<StreamedFile> {
  const checks = argumentChecks("Opening a remote file");
  const { keep, memory = MEMORY, retry = file.retry, signal } = checks.knownOptions(options, OPTIONS);
  checkRetry(checks, retry);
  checks.count("the option memory", memory, LEAST_MEMORY);
  const kept = keep && (await KeptBlocks.open(keep, file.url, signal));
  const first = await openFirst(file, retry, signal, kept);
  kept?.begin(first);
  const blocks = new Blocks(file, first, { kept, memory, retry });
  return {
    name: file.url,
    byteLength: first.byteLength,
    validator: first.validator,
    get transferred() {
      return blocks.transferred;
    },
    slice: async (start, end, reading = {}) =>
      blocks.read([start, end], argumentChecks("Reading a part").knownOptions(reading, READ_OPTIONS)),
    prefetch: async (ranges, waiting = {}) => {
      const known = argumentChecks("Fetching parts").knownOptions(waiting, PREFETCH_OPTIONS);
      await blocks.prefetch(ranges, known.signal);
    },
    peek: (start, end) => blocks.peek([start, end]),
    has: (start, end) => blocks.has([start, end]),
    close: () => blocks.close(),
  };
}
