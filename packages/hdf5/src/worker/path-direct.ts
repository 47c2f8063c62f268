import * as fs from "node:fs";
import { promisify } from "node:util";
import { eachAtMost } from "@ecephys/files/internal";
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

/** The bytes of a file on the local disk, opened when they are first read. */
export function directPath(path: string): DirectBytes {
  let opened: { readonly descriptor: number | undefined } | undefined;
  return {
    async read(target, position, version, signal) {
      opened ??= { descriptor: openVersion(path, version) };
      const { descriptor } = opened;
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
      const descriptor = opened?.descriptor;
      opened = { descriptor: undefined };
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
function openVersion(path: string, version: string | undefined): number | undefined {
  let descriptor: number;
  try {
    descriptor = fs.openSync(path, "r");
  } catch {
    return undefined;
  }
  if (versionOf(fs.fstatSync(descriptor)) === version) return descriptor;
  fs.closeSync(descriptor);
  return undefined;
}
