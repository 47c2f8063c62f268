import * as fs from "node:fs";
import { promisify } from "node:util";
import { eachAtMost } from "@ecephys/files/internal";
import { NumberIndex } from "../number-index.ts";
import { BlockCache } from "../volume.ts";
import type { DirectBytes } from "./direct-bytes.ts";
import { versionOf } from "./path-bytes.ts";

// Descriptors, not handles: Node warns of handles that are collected while open, as those of a session never closed.
const read = promisify(fs.read);
const close = promisify(fs.close);

/** So few bytes are read at once, without a detour by another thread that takes longer than the read. */
const SMALL = 1024 * 1024;

/** Bytes read at a time; between two of them a read can be ended. */
const PIECE = 8 * 1024 * 1024;
/** Pieces that are read at the same time. */
const PIECES = 2;

/** Bytes of an index that are read at once at most. */
const MOST_INDEX = 16 * 1024 * 1024;

interface OpenPath {
  readonly descriptor: number;
  readonly index: NumberIndex;
}

/** The bytes of a file on the local disk, opened when they are first read. */
export function directPath(path: string): DirectBytes {
  let opened: { readonly file: OpenPath | undefined } | undefined;
  const open = (version: string | undefined): OpenPath | undefined => {
    opened ??= { file: openVersion(path, version) };
    return opened.file;
  };
  return {
    numbers: (path, version) => open(version)?.index.find(path),
    async read(target, position, version, signal) {
      const descriptor = open(version)?.descriptor;
      if (descriptor === undefined) return false;
      signal?.throwIfAborted();
      if (target.length <= SMALL) return readSmall(descriptor, target, position);
      const starts = Array.from({ length: Math.ceil(target.length / PIECE) }, (_, i) => i * PIECE);
      const complete = await eachAtMost(starts, PIECES, async (start) => {
        signal?.throwIfAborted();
        return readPiece(descriptor, target.subarray(start, start + PIECE), position + start);
      });
      return complete.every(Boolean);
    },
    async close() {
      const descriptor = opened?.file?.descriptor;
      opened = { file: undefined };
      if (descriptor !== undefined) await close(descriptor);
    },
  };
}

function readSmall(descriptor: number, target: Uint8Array, position: number): boolean {
  let done = 0;
  while (done < target.length) {
    const count = fs.readSync(descriptor, target, done, target.length - done, position + done);
    if (count === 0) return false;
    done += count;
  }
  return true;
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

/** Undefined where the file cannot be opened, or is not the one that the worker opened. */
function openVersion(path: string, version: string | undefined): OpenPath | undefined {
  let descriptor: number;
  try {
    descriptor = fs.openSync(path, "r");
  } catch {
    return undefined;
  }
  const stat = fs.fstatSync(descriptor);
  if (versionOf(stat) === version) return { descriptor, index: indexOf(descriptor, stat.size) };
  fs.closeSync(descriptor);
  return undefined;
}

function indexOf(descriptor: number, byteLength: number): NumberIndex {
  const cache = new BlockCache({
    byteLength,
    read(target, position) {
      try {
        return readSmall(descriptor, target, position) ? target.length : 0;
      } catch {
        // The worker tells why the disk cannot be read.
        return 0;
      }
    },
    close() {},
  });
  const read = (position: number, length: number) => {
    if (length > MOST_INDEX) throw new RangeError("an index that no file has");
    const bytes = new Uint8Array(Math.max(0, Math.min(length, byteLength - position)));
    return bytes.subarray(0, cache.read(bytes, position));
  };
  return new NumberIndex(read, byteLength);
}
