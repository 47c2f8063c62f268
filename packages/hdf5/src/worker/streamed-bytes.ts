import { NO_SIBLINGS } from "../engine.ts";
import { STREAMED_BLOCK, type SyncBytes } from "../volume.ts";
import { ByteChannel } from "./channel.ts";
import { KeptBytes } from "./kept-bytes.ts";
import type { Hdf5Source } from "./protocol.ts";
import type { AskForBytes, OpenedSource } from "./serve.ts";

/** A file whose bytes the thread that started this worker fetches. */
export function openStreamed(
  { byteLength, memory, version }: Extract<Hdf5Source, { readonly kind: "stream" }>,
  ask: AskForBytes,
): OpenedSource {
  if (memory) return { bytes: sharedBytes(byteLength, memory, ask), openSibling: NO_SIBLINGS, version };
  const kept = new KeptBytes(byteLength);
  return { bytes: kept, kept, openSibling: NO_SIBLINGS, version };
}

function sharedBytes(byteLength: number, memory: SharedArrayBuffer, ask: AskForBytes): SyncBytes {
  const channel = new ByteChannel(memory);
  return {
    byteLength,
    blockLength: STREAMED_BLOCK,
    read(target, position) {
      const wanted = Math.max(0, Math.min(target.length, byteLength - position));
      for (let done = 0; done < wanted; ) {
        const at = position + done;
        const length = Math.min(channel.capacity, wanted - done);
        const bytes = channel.receive(() => ask(at, length));
        if (bytes === undefined) throw new Error("its bytes could not be fetched");
        target.set(bytes, done);
        done += bytes.length;
      }
      return wanted;
    },
    close() {},
  };
}
