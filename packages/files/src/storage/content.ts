import { EcephysError } from "../errors.ts";
import { byobReader } from "../http/guarded-body.ts";
import type { StorageContent } from "../storage.ts";
import { untilAborted } from "../tasks/until-aborted.ts";

/**
 * The pieces of what is to be written. An abort ends it even where the source never answers; leaving it early
 * cancels the source.
 * @param memory Where a stream that can do so puts its bytes, again and again: each piece is then only good
 * until the next one is requested.
 */
export async function* contentChunks(
  content: StorageContent,
  signal?: AbortSignal | undefined,
  memory?: Uint8Array | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (content instanceof Uint8Array) {
    yield content;
    return;
  }
  const source = isStream(content) ? streamIterator(content, memory) : content[Symbol.asyncIterator]();
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
function streamIterator(
  stream: ReadableStream<Uint8Array>,
  memory: Uint8Array | undefined,
): AsyncIterator<Uint8Array> {
  const filler = memory && byobReader(stream);
  const { read, cancel } = filler && memory ? filling(filler, memory) : reading(stream);
  return {
    next: async () => {
      const { done, value } = await read();
      return done || value === undefined ? { done: true, value: undefined } : { done: false, value };
    },
    return: async () => {
      await cancel();
      return { done: true, value: undefined };
    },
  };
}

function reading(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader();
  return { read: () => reader.read(), cancel: () => reader.cancel() };
}

/** Reads into memory, which goes to the stream and comes back as another view of the same bytes. */
function filling(reader: ReadableStreamBYOBReader, memory: Uint8Array) {
  let free = memory;
  const read = async () => {
    const result = await reader.read(free);
    if (result.value !== undefined) free = new Uint8Array(result.value.buffer);
    return result;
  };
  return { read, cancel: () => reader.cancel() };
}

function notBytes(value: unknown): EcephysError {
  return new EcephysError("argument", {
    action: "Writing to the cache",
    resource: "a stream",
    reason: `it holds a ${typeof value} instead of bytes`,
  });
}
