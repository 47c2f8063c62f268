import * as fs from "node:fs";
import { promisify } from "node:util";
import { eachAtMost } from "@ecephys/files/internal";
import type { DirectBytes } from "./direct-bytes.ts";
import { fileBytes, notOpened, type PathBytes } from "./path-bytes.ts";
import { plainPath } from "./path-plain.ts";

// Descriptors, not handles: Node warns of handles that are collected while open, as those of a session never closed.
const read = promisify(fs.read);

/** So few bytes are read at once, without a detour by another thread that takes longer than the read. */
const SMALL = 1024 * 1024;

/** Bytes read at a time; between two of them a read can be ended. */
const PIECE = 8 * 1024 * 1024;
/** Pieces that are read at the same time: memory that is used for the first time takes longer to have than to fill. */
const PIECES = 4;

export interface DirectPath extends DirectBytes {
  /** Of the file, while it is open. */
  descriptor(): number | undefined;
}

/** The bytes of a file on the local disk, opened when they are first read. */
export function directPath(path: string, location: string): DirectPath {
  let opened: PathBytes | undefined;
  let isClosed = false;
  /** The file, if it is the one that was opened first, by a worker or here. */
  const file = (version: string | undefined): PathBytes | undefined => {
    if (isClosed) return undefined;
    try {
      opened ??= fileBytes(path);
    } catch {
      // The worker tells why.
      return undefined;
    }
    return opened.version === version ? opened : undefined;
  };
  const open = () => {
    try {
      opened ??= fileBytes(path);
      return opened;
    } catch (error) {
      throw notOpened(location, error);
    }
  };
  return {
    plain: plainPath(open, location),
    descriptor: () => opened?.descriptor,
    async read(target, position, version, signal) {
      const found = file(version);
      if (found === undefined) return false;
      signal?.throwIfAborted();
      if (target.length <= SMALL) return readSmall(found, target, position);
      const starts = Array.from({ length: Math.ceil(target.length / PIECE) }, (_, i) => i * PIECE);
      const complete = await eachAtMost(starts, PIECES, async (start) => {
        signal?.throwIfAborted();
        return readPiece(found.descriptor, target.subarray(start, start + PIECE), position + start);
      });
      return complete.every(Boolean);
    },
    async close() {
      isClosed = true;
      opened?.close();
      opened = undefined;
    },
  };
}

function readSmall(file: PathBytes, target: Uint8Array, position: number): boolean {
  try {
    return file.read(target, position) === target.length;
  } catch {
    // The worker tells why the disk cannot be read.
    return false;
  }
}

async function readPiece(descriptor: number, piece: Uint8Array, position: number): Promise<boolean> {
  let done = 0;
  while (done < piece.length) {
    const { bytesRead } = await read(descriptor, piece, done, piece.length - done, position + done);
    if (bytesRead === 0) return false;
    done += bytesRead;
  }
  return true;
}
