import { untilAborted } from "../caching/shared-tasks.ts";
import { EcephysError } from "../errors.ts";
import type { StorageContent } from "../storage.ts";

/**
 * The pieces of what is to be written. An abort ends it even where the source never answers; leaving it early
 * cancels the source.
 */
export async function* contentChunks(
  content: StorageContent,
  signal?: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (content instanceof Uint8Array) {
    yield content;
    return;
  }
  const source = isStream(content) ? streamIterator(content) : content[Symbol.asyncIterator]();
  let done = false;
  try {
    for (;;) {
      const next = await untilAborted(source.next(), signal);
      done = next.done === true;
      if (next.done) return;
      if (!(next.value instanceof Uint8Array)) throw notBytes(next.value);
      yield next.value;
    }
  } finally {
    // Not waited for: a source that hangs would never answer this either.
    if (!done) void Promise.resolve(source.return?.()).catch(() => {});
  }
}

function isStream(content: StorageContent): content is ReadableStream<Uint8Array> {
  return typeof (content as { getReader?: unknown }).getReader === "function";
}

/** In contrast to the stream's own iterator, its `return` cancels the stream at once, also during a read. */
function streamIterator(stream: ReadableStream<Uint8Array>): AsyncIterator<Uint8Array> {
  const reader = stream.getReader();
  return {
    next: async () => {
      const { done, value } = await reader.read();
      return done ? { done: true, value: undefined } : { done: false, value };
    },
    return: async () => {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}

function notBytes(value: unknown): EcephysError {
  return new EcephysError("argument", {
    action: "Writing to the cache",
    resource: "a stream",
    reason: `it holds a ${typeof value} where bytes should be`,
  });
}
