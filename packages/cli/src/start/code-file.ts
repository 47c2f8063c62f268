import { renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { makeOwnDirectory, readOwnFile } from "./own-files.ts";
import { removeOthers } from "./remove-others.ts";

/*
 * Layout, little-endian: "ECECODE1", the CRC-32 of everything from byte 12 on, the length of the uses (u32 each), the uses
 * as JSON, filled up with spaces to a multiple of 8 bytes, and the code as V8 has written it.
 */
const MAGIC = "ECECODE1";
const SUMMED_FROM = 12;
const HEAD = 16;
/** The code of the script is a tenth of it; what is larger is not ours. */
const MOST_BYTES = 32 << 20;

/** Code that V8 has compiled of a script, and what the script was used for until then. */
export interface KeptCode {
  readonly uses: readonly string[];
  readonly code: Buffer;
}

/** Reads kept code; undefined if there is none, or if it is damaged or could be somebody else's. */
export function readCode(path: string): KeptCode | undefined {
  try {
    const bytes = readOwnFile(path, MOST_BYTES);
    // V8 does not compare the bytes with its own checksum.
    if (bytes?.toString("latin1", 0, MAGIC.length) !== MAGIC) return undefined;
    if (bytes.readUInt32LE(MAGIC.length) !== crc32(bytes.subarray(SUMMED_FROM))) return undefined;
    const start = HEAD + bytes.readUInt32LE(SUMMED_FROM);
    return { uses: JSON.parse(bytes.toString("utf8", HEAD, start)) as string[], code: bytes.subarray(start) };
  } catch {
    return undefined;
  }
}

/** Writes code for the next time, whole or not at all; only this user can change it. What fails is left undone. */
export function writeCode(path: string, { uses, code }: KeptCode): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    if (!makeOwnDirectory(dirname(path))) return;
    const text = Buffer.from(JSON.stringify(uses));
    const start = Math.ceil((HEAD + text.length) / 8) * 8;
    const bytes = Buffer.alloc(start + code.length, " ");
    bytes.write(MAGIC, "latin1");
    bytes.writeUInt32LE(start - HEAD, SUMMED_FROM);
    bytes.set(text, HEAD);
    bytes.set(code, start);
    bytes.writeUInt32LE(crc32(bytes.subarray(SUMMED_FROM)), MAGIC.length);
    writeFileSync(temporary, bytes, { flag: "wx", mode: 0o600 });
    renameSync(temporary, path);
    removeOthers(path);
  } catch {
    removeQuietly(temporary);
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It is removed later, or by nobody: it is never read.
  }
}
