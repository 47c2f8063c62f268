import { type RemoteFile, type StreamedFile, streamFile } from "@ecephys/files";
import type { Place } from "./place.ts";

/** Files that stay open, with the parts of them that were transferred. */
const MOST_OPEN = 8;
/** Bytes of each that are kept. */
const MEMORY = 64 * 2 ** 20;

/** A source of which bytes are passed on: what was transferred is kept, and not transferred again. */
export interface RemotePlaceOptions {
  readonly prefix: string;
  readonly shown: string;
  /** The file of a path, at the one source that is asked. */
  readonly file: (path: string) => Promise<RemoteFile>;
}

interface OpenFile {
  readonly opening: Promise<StreamedFile>;
  /** How many requests read it; one that is read is not closed. */
  readers: number;
}

/** A source as a place. Files that were read stay open, the last used ones, until others take their room. */
export function remotePlace({ file, prefix, shown }: RemotePlaceOptions): Place {
  const open = new Map<string, OpenFile>();
  const use = (path: string): OpenFile => {
    // Not by the signal of one request: others may wait for the same file.
    const entry = open.get(path) ?? {
      opening: file(path).then((remote) => streamFile(remote, { memory: MEMORY })),
      readers: 0,
    };
    entry.readers += 1;
    // The last used one comes last.
    open.delete(path);
    open.set(path, entry);
    for (const [other, { opening, readers }] of open) {
      if (open.size <= MOST_OPEN) break;
      if (readers > 0) continue;
      open.delete(other);
      opening.then((streamed) => streamed.close()).catch(() => undefined);
    }
    return entry;
  };
  const forget = (path: string, entry: OpenFile) => {
    if (open.get(path) === entry) open.delete(path);
  };
  return {
    prefix,
    shown,
    list: async () => undefined,
    async open(path) {
      const entry = use(path);
      const streamed = await entry.opening.catch((error) => {
        forget(path, entry);
        throw error;
      });
      return {
        byteLength: streamed.byteLength,
        etag: streamed.validator?.startsWith('"') ? streamed.validator : undefined,
        source: {
          slice: (start, end, options) =>
            streamed.slice(start, end, options).catch((error) => {
              // A file that changed is opened again by the next request.
              if (!options?.signal?.aborted) forget(path, entry);
              throw error;
            }),
        },
        close: async () => {
          entry.readers -= 1;
        },
      };
    },
  };
}
