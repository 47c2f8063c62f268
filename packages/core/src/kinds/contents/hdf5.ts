import type { ContentCheck } from "@ecephys/files";
import { hasBytes, notOfKind } from "./content.ts";

const SIGNATURE = "\x89HDF\r\n\x1a\n";
/** The first place of a superblock after that at 0; each further one is at twice the one before. */
const FIRST_USER_BLOCK = 512;

/**
 * An HDF5 file, by its signature, and whole, by the end that its superblock tells (HDF5 File Format
 * Specification 3.0, II.A). A file may be longer than that: libraries reserve space.
 */
export const hdf5Content: ContentCheck = (head, byteLength) => {
  const at = superblockAt(head);
  if (at === undefined) return notOfKind("an HDF5 file", head);
  const end = endOfFile(head, at);
  if (end === undefined) return "it is not an HDF5 file that can be read: its superblock is damaged";
  if (end <= byteLength) return undefined;
  return `it is truncated: its header says that it has ${end} bytes, but ${byteLength} came`;
};

function superblockAt(head: Uint8Array): number | undefined {
  for (let at = 0; at < head.length; at = at === 0 ? FIRST_USER_BLOCK : at * 2) {
    if (hasBytes(head, SIGNATURE, at)) return at;
  }
  return undefined;
}

/** The end-of-file address; `undefined` for a superblock that no version of HDF5 writes. */
function endOfFile(head: Uint8Array, at: number): number | undefined {
  const version = head[at + 8] ?? 255;
  if (version > 3) return undefined;
  const isOld = version < 2;
  const size = head[at + (isOld ? 13 : 9)] ?? 0;
  const addresses = at + (isOld ? (version === 0 ? 24 : 28) : 12);
  // Base address, then that of the free space or of the extension, then that of the end.
  const place = addresses + 2 * size;
  if (![2, 4, 8].includes(size) || place + size > head.length) return undefined;
  let end = 0;
  for (let byte = size - 1; byte >= 0; byte -= 1) end = end * 256 + (head[place + byte] ?? 0);
  return end;
}
