import * as fs from "node:fs";
import { promisify } from "node:util";
import type { DirectBytes } from "./direct-bytes.ts";
import { versionOf } from "./path-bytes.ts";

// Descriptors, not handles: Node warns of handles that are collected while open, as those of a session never closed.
const open = promisify(fs.open);
const read = promisify(fs.read);
const fstat = promisify(fs.fstat);
const close = promisify(fs.close);

/** So few bytes are read at once, without a detour by another thread that takes longer than the read. */
const SMALL = 1024 * 1024;

/** Bytes read at a time; between two of them a read can be ended. */
const PIECE = 16 * 1024 * 1024;

/** The bytes of a file on the local disk, opened when they are first read. */
export function directPath(path: string): DirectBytes {
  let opening: Promise<number | undefined> | undefined;
  const opened = (version: string | undefined) => {
    opening ??= openVersion(path, version);
    return opening;
  };
  return {
    async read(target, position, version, signal) {
      const descriptor = await opened(version);
      let done = 0;
      while (descriptor !== undefined && done < target.length) {
        signal?.throwIfAborted();
        const length = Math.min(PIECE, target.length - done);
        const bytesRead =
          length <= SMALL
            ? fs.readSync(descriptor, target, done, length, position + done)
            : (await read(descriptor, target, done, length, position + done)).bytesRead;
        if (bytesRead === 0) return false;
        done += bytesRead;
      }
      return descriptor !== undefined;
    },
    async close() {
      const descriptor = await opening;
      opening = Promise.resolve(undefined);
      if (descriptor !== undefined) await close(descriptor);
    },
  };
}

/** `undefined` where the file cannot be opened, or is not the one that the worker opened. */
async function openVersion(path: string, version: string | undefined): Promise<number | undefined> {
  const descriptor = await open(path, "r").catch(() => undefined);
  if (descriptor === undefined || versionOf(await fstat(descriptor)) === version) return descriptor;
  await close(descriptor);
  return undefined;
}
