import { pause } from "@ecephys/files/internal";
import { PlainFile } from "../plain/plain-file.ts";
import { BlockCache } from "../volume.ts";
import type { PlainReads } from "./direct-bytes.ts";
import { inflatedHere } from "./node-inflate.ts";
import type { PathBytes } from "./path-bytes.ts";
import { isLeft } from "./plain-reads.ts";
import type { Hdf5Answers } from "./protocol.ts";

/** Bytes, and reads of them, that one call may take in this thread; what takes more a worker does. */
const MOST_BYTES = 64 * 2 ** 20;
const MOST_READS = 20_000;
/** Bytes that are read of the disk at a time: what belongs together mostly lies within so many. */
const BLOCK = 1 << 14;
/** Bytes that are read at once. */
const MOST_AT_ONCE = 16 * 2 ** 20;

/**
 * Reads of a file on the local disk without a worker, in this thread, as far as they are short.
 * @param open Opens the file, or throws why it cannot be opened.
 */
export function plainPath(open: () => PathBytes, location: string): PlainReads {
  const left = { bytes: 0, reads: 0 };
  const begin = () => {
    left.bytes = MOST_BYTES;
    left.reads = MOST_READS;
  };
  let file: PlainFile | undefined;
  const reader = (bytes: PathBytes) => {
    const cache = new BlockCache({ ...bytes, blockLength: BLOCK });
    return (position: number, length: number) => {
      left.bytes -= length;
      left.reads--;
      if (length > MOST_AT_ONCE || left.bytes < 0 || left.reads < 0) throw new RangeError("too much");
      try {
        const found = cache.within(position, length);
        if (found) return found;
        const target = new Uint8Array(Math.max(0, Math.min(length, bytes.byteLength - position)));
        return target.subarray(0, cache.read(target, position));
      } catch {
        // The worker tells why the disk cannot be read.
        throw new RangeError("it cannot be read");
      }
    };
  };
  const unlessLeft = <Found>(look: () => Found): Found | undefined => {
    begin();
    try {
      return look();
    } catch (error) {
      if (isLeft(error)) return undefined;
      throw error;
    }
  };
  return {
    // What is to end in time a worker reads: a read of the disk cannot be ended.
    async open({ signal, timeLimit }): Promise<Hdf5Answers["open"] | undefined> {
      signal?.throwIfAborted();
      if (timeLimit !== undefined) return undefined;
      const bytes = open();
      const { byteLength, version } = bytes;
      const plain = new PlainFile(reader(bytes), location, inflatedHere);
      return unlessLeft(() => {
        plain.check(byteLength);
        file = plain;
        return { byteLength, version };
      });
    },
    async attempt(work, { signal, timeLimit }) {
      if (file === undefined || timeLimit !== undefined) return undefined;
      signal?.throwIfAborted();
      await pause();
      begin();
      try {
        const found = await work(file);
        signal?.throwIfAborted();
        return { found };
      } catch (error) {
        if (isLeft(error)) return undefined;
        throw error;
      }
    },
    inOnePiece: (path) => file && unlessLeft(() => file?.inOnePiece(path)),
  };
}
