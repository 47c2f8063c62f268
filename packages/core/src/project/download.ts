import { EcephysError } from "../errors.ts";
import type { FetchOptions } from "../fetch-api.ts";
import type { RemoteBody, RemoteFile } from "../remote-file.ts";

/**
 * The whole content of a remote file, as a stream that fails where it is not as long as the server said.
 * Nothing is transferred before its first piece is asked for.
 */
export async function* downloaded(
  remote: RemoteFile,
  resource: string,
  { signal, onProgress }: FetchOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const body = await remote.open({ signal });
  if (body.start !== 0) throw wrongLength(remote, `the answer begins at byte ${body.start}`);
  const total = body.byteLength;
  const tell = (loaded: number) => onProgress?.({ resource, loaded, total, unit: "bytes" });
  let loaded = 0;
  tell(loaded);
  for await (const chunk of chunksOf(body, signal)) {
    loaded += chunk.byteLength;
    if (total !== undefined && loaded > total) break;
    yield chunk;
    tell(loaded);
  }
  if (loaded === 0) throw wrongLength(remote, "the server sent nothing");
  if (total !== undefined && loaded !== total) {
    throw wrongLength(
      remote,
      loaded > total ? `more than its ${total} bytes arrived` : `${loaded} of ${total} bytes arrived`,
    );
  }
}

async function* chunksOf(
  body: RemoteBody,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.stream.getReader();
  const cancel = () => void reader.cancel(signal?.reason).catch(() => {});
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      // A cancelled stream ends as a whole one does.
      signal?.throwIfAborted();
      if (done) return;
      yield value;
    }
  } finally {
    signal?.removeEventListener("abort", cancel);
    cancel();
  }
}

function wrongLength({ url }: RemoteFile, reason: string): EcephysError {
  return new EcephysError("response", {
    action: "Downloading",
    resource: url,
    reason,
    remedy: "Try again; if it stays so, the file is damaged at its source",
    retryable: true,
  });
}
