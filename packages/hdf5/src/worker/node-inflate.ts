import { promisify } from "node:util";
import { inflate, inflateSync } from "node:zlib";
import type { Inflate } from "../plain/inflate.ts";

/** Bytes that are unpacked in this thread: to hand them to another one takes longer. */
const SMALL = 1 << 16;
const inflateElsewhere = promisify(inflate);

/** Unpacks a chunk with Node's zlib, which is many times faster than its streams. */
export const inflatedHere: Inflate = async (bytes, length) => {
  const limit = { maxOutputLength: Math.max(1, length) };
  try {
    return length <= SMALL ? inflateSync(bytes, limit) : await inflateElsewhere(bytes, limit);
  } catch {
    throw new RangeError("a chunk that cannot be unpacked");
  }
};
