/** How much a dataset may claim beyond the file's length, if nothing was stored and it is all fill value. */
const UNSTORED_BYTES = 16 * 1024 * 1024;
/** The largest expansion of a compressed byte (deflate: 1,032). */
const DENSEST = 1100;

/** Bytes that a dataset of a file of this length can have; one that claims more is damaged. */
export function mostBytes(fileLength: number, isChunked: boolean): number {
  return UNSTORED_BYTES + fileLength * (isChunked ? DENSEST : 1);
}
