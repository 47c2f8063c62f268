import { fetchError, type HttpSubject } from "./failure.ts";
import type { Watchdog } from "./watchdog.ts";

/** How a body is watched over. */
export interface BodyGuard {
  readonly watchdog: Watchdog;
  /** The error to report for one that a read ended with. */
  readonly failure: (error: unknown) => unknown;
  readonly subject: HttpSubject;
  /** Bytes that have to come; any number by default. */
  readonly length?: number | undefined;
}

/** Chunk size for readers that do not provide memory, from a body that fills memory. */
const CHUNK = 1 << 16;

/**
 * A body that errors where it stalls, breaks, or has not the promised length. Where the platform's body fills the
 * memory of its reader ("byob"), this one does so too.
 */
export function guardedBody(
  body: ReadableStream<Uint8Array> | null,
  guard: BodyGuard,
): ReadableStream<Uint8Array> {
  const { failure, watchdog } = guard;
  const filler = body ? byobReader(body) : undefined;
  const plain = filler ? undefined : body?.getReader();
  const counted = counter(guard);
  const giveUp = async () => (filler ?? plain)?.cancel().catch(() => {});
  const start = (controller: ReadableStreamController<Uint8Array>) => {
    const end = () => {
      controller.error(failure(undefined));
      void giveUp();
    };
    if (watchdog.verdict) end();
    else watchdog.onVerdict = end;
  };
  const guarded = async (read: () => Promise<void>) => {
    try {
      watchdog.expect();
      await read();
    } catch (error) {
      watchdog.drop();
      void giveUp();
      throw failure(error);
    }
  };
  const cancel = async () => {
    watchdog.drop();
    await giveUp();
  };
  if (filler) {
    const pull = (controller: ReadableByteStreamController) =>
      guarded(() => fill(filler, controller, counted));
    return new ReadableStream({ type: "bytes", autoAllocateChunkSize: CHUNK, start, pull, cancel });
  }
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>) =>
    guarded(async () => {
      const chunk = await nextChunk(plain);
      counted(chunk);
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    });
  return new ReadableStream<Uint8Array>({ start, pull, cancel }, { highWaterMark: 0 });
}

/** A reader that is given the memory to fill; undefined if the stream has none. */
export function byobReader(stream: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | undefined {
  try {
    return stream.getReader({ mode: "byob" });
  } catch (error) {
    // Not a stream of that kind, or a platform without them.
    if (error instanceof TypeError && !stream.locked) return undefined;
    throw error;
  }
}

/** Counts what comes, `undefined` being the end. */
function counter({ length, subject, watchdog }: BodyGuard): (chunk: Uint8Array | undefined) => void {
  let count = 0;
  return (chunk) => {
    if (chunk === undefined) {
      watchdog.close();
      if (length === undefined || count === length) return;
      throw fetchError(subject, `the answer ended after ${count} of ${length} bytes`);
    }
    watchdog.heard();
    count += chunk.byteLength;
    if (length !== undefined && count > length) {
      throw fetchError(subject, `the server sent more than the ${length} bytes that it announced`);
    }
  };
}

/** Lets the body fill the memory that our reader provides. */
async function fill(
  reader: ReadableStreamBYOBReader,
  controller: ReadableByteStreamController,
  counted: (chunk: Uint8Array | undefined) => void,
): Promise<void> {
  const request = controller.byobRequest;
  const view = request?.view;
  // Always present: the stream allocates memory for a reader that provides none.
  if (!request || !view) return;
  const { done, value } = await reader.read(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  counted(done ? undefined : value);
  if (done) controller.close();
  if (value !== undefined) request.respondWithNewView(value);
}

/** The next chunk that is not empty; `undefined` at the end. */
async function nextChunk(
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
): Promise<Uint8Array | undefined> {
  while (reader) {
    const { done, value } = await reader.read();
    if (done) return undefined;
    if (value.byteLength > 0) return value;
  }
  return undefined;
}
