import { isEcephysError, type StreamedFile } from "@ecephys/files";
import { pause } from "@ecephys/files/internal";
import { PlainFile } from "../plain/plain-file.ts";
import { bytesInMemory, Lacking } from "../plan/lacking.ts";
import type { PlainReads } from "./direct-bytes.ts";

/** Parts that are fetched one after the other at most. */
const MOST_TRIPS = 64;

/** Reads of a file on a server without a worker. */
export function plainReads(source: StreamedFile, location: string): PlainReads {
  const file = new PlainFile(bytesInMemory(source), location);
  let isPlain = false;
  const attempt: PlainReads["attempt"] = async (work, { signal }) => {
    for (let trip = 0; trip < MOST_TRIPS; trip++) {
      signal?.throwIfAborted();
      await pause();
      try {
        return { found: await work(file) };
      } catch (error) {
        if (isLeft(error)) return undefined;
        if (!(error instanceof Lacking)) throw error;
        await source.prefetch(error.parts, { signal });
      }
    }
    return undefined;
  };
  return {
    async open(options) {
      const { byteLength, validator: version } = source;
      isPlain = (await attempt((own) => own.check(byteLength), options)) !== undefined;
      return isPlain ? { byteLength, version } : undefined;
    },
    attempt: async (work, options) => (isPlain ? attempt(work, options) : undefined),
  };
}

/** Whether the library is to read, or to say what is wrong. */
export function isLeft(error: unknown): boolean {
  return error instanceof RangeError || isEcephysError(error);
}
