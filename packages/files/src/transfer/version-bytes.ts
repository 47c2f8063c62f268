import type { RemoteBody, RemoteFile, RemoteFileInfo } from "../remote-file.ts";
import { contentChunks } from "../storage/content.ts";
import type { RetryBudget } from "./budget.ts";
import type { Throttle } from "./throttle.ts";
import { badTransfer, sameVersion, VersionChanged } from "./version.ts";

/** How much is read at once at most, where the stream can fill memory. */
const MEMORY = 1 << 20;

/** What bytes are taken from, and under which conditions. */
export interface VersionSource {
  readonly remote: RemoteFile;
  readonly version: RemoteFileInfo;
  readonly budget: RetryBudget;
  readonly throttle: Throttle | undefined;
  /** Called with the number of bytes received. */
  readonly onBytes: (count: number) => void;
}

/**
 * The bytes of one version of a file from `start` to `end` (to its end where that is undefined). A transfer
 * that breaks is resumed where it broke, as long as the budget lasts. Each piece is only good until the next.
 * @param first A body that begins at `start`, where one is open; it may reach beyond `end`.
 * @throws a VersionChanged if the server does not continue with this version.
 */
export async function* versionBytes(
  source: VersionSource,
  start: number,
  end: number | undefined,
  first: RemoteBody | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { budget, onBytes, remote, throttle, version } = source;
  const stop = end ?? version.byteLength;
  let at = start;
  let body = first;
  while (stop === undefined || at < stop) {
    try {
      body ??= await openAt(source, at, end, signal);
      const memory = new Uint8Array(stop === undefined ? MEMORY : Math.min(MEMORY, stop - at));
      for await (const chunk of contentChunks(body.stream, signal, memory)) {
        const piece = stop === undefined ? chunk : chunk.subarray(0, stop - at);
        if (piece.byteLength < chunk.byteLength && end === undefined) {
          throw badTransfer(remote, `the server sent more than the ${stop} bytes that it announced`);
        }
        await throttle?.take(piece.byteLength, signal);
        at += piece.byteLength;
        budget.progressed();
        onBytes(piece.byteLength);
        yield piece;
        if (end !== undefined && at >= end) return;
      }
      if (stop === undefined || at >= stop) return;
      throw badTransfer(remote, `the transfer ended after ${at} of ${stop} bytes`);
    } catch (error) {
      if (error instanceof VersionChanged) throw error;
      await budget.failed(error, signal);
      if (version.validator === undefined && at > 0) {
        throw new VersionChanged(
          "the transfer broke, and the server gives nothing that distinguishes versions of the file",
        );
      }
    }
    body = undefined;
  }
}

async function openAt(
  { remote, version }: VersionSource,
  at: number,
  end: number | undefined,
  signal: AbortSignal | undefined,
): Promise<RemoteBody> {
  const { validator } = version;
  const part = at === 0 && end === undefined ? {} : { start: at, end, validator };
  return sameVersion(await remote.open({ ...part, signal, tries: 1 }), at, version);
}
