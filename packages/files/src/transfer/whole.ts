import { joinBytes } from "../join-bytes.ts";
import type { RemoteBody } from "../remote-file.ts";
import { openFirst } from "./open-first.ts";
import type { DownloadedFile, DownloadRequest } from "./request.ts";
import { HEAD_LENGTH, requireContent } from "./require-content.ts";
import { requireSpace } from "./space.ts";
import { badTransfer, drop, MOST_RESTARTS, tooOften, VersionChanged, versionOf } from "./version.ts";
import { versionBytes } from "./version-bytes.ts";

/** A download into a storage that keeps no partial files: a transfer that breaks is resumed as long as this call lasts. */
export async function downloadWhole(request: DownloadRequest): Promise<DownloadedFile> {
  let first: RemoteBody | undefined;
  for (let restarts = 0; ; restarts++) {
    first ??= await openFirst(request);
    try {
      return await writeVersion(request, first);
    } catch (error) {
      if (!(error instanceof VersionChanged)) throw error;
      first = error.body;
      if (restarts >= MOST_RESTARTS) {
        drop(first);
        throw tooOften(request, error);
      }
      request.onEvent({ type: "restarted", reason: error.message });
    }
  }
}

async function writeVersion(request: DownloadRequest, first: RemoteBody): Promise<DownloadedFile> {
  const { budget, lock, onEvent, path, remote, resource, signal, storage, throttle } = request;
  const version = versionOf(first);
  const total = version.byteLength;
  if (total !== undefined) await requireSpace(storage, total, resource, signal);
  let loaded = 0;
  onEvent({ type: "started", resumedFrom: 0, total, unit: "bytes" });
  const onBytes = (count: number) => {
    loaded += count;
    onEvent({ type: "progress", loaded, total, unit: "bytes" });
  };
  const head: Uint8Array[] = [];
  const content = async function* () {
    const source = { remote, version, budget, throttle, onBytes };
    for await (const piece of versionBytes(source, 0, undefined, first, signal)) {
      if (loaded - piece.byteLength < HEAD_LENGTH) head.push(piece.slice(0, HEAD_LENGTH));
      yield piece;
    }
    if (loaded === 0) throw badTransfer(remote, "the server sent nothing");
    onEvent({ type: "finishing", byteLength: loaded });
    requireContent(joinBytes(head).subarray(0, HEAD_LENGTH), loaded, request);
    await lock?.check();
  };
  await storage.write(path, content(), { signal });
  return { byteLength: loaded, sha256: undefined, validator: version.validator, transferred: loaded };
}
