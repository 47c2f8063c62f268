import { createHash } from "node:crypto";
import { argumentChecks, type ByteSource, type OptionNames } from "@ecephys/files";

const OPTIONS: OptionNames<{ signal?: AbortSignal | undefined }> = { signal: true };

const MEBIBYTE = 2 ** 20;
const PART = 64 * MEBIBYTE;
/** S3 takes this many parts at most. */
const MOST_PARTS = 10_000;
/** Read at once. */
const PIECE = 4 * MEBIBYTE;

/**
 * The dandi-etag of a file: the MD5 of the MD5s of its parts of 64 MiB (larger ones from 625 GiB on), a hyphen, and the
 * number of parts, as S3 computes the ETag of an upload in parts.
 * @example
 * import { dandiEtag } from "@ecephys/dandi/node";
 * import { memoryDataFile } from "@ecephys/files";
 *
 * const source = await memoryDataFile("a.txt", new TextEncoder().encode("a")).source();
 * await dandiEtag(source); // "…-1"
 */
export async function dandiEtag(
  source: ByteSource,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<string> {
  const { signal } = argumentChecks("Computing a dandi-etag").knownOptions(options, OPTIONS);
  const { byteLength } = source;
  const part = partSize(byteLength);
  const whole = createHash("md5");
  let parts = 0;
  for (let start = 0; start < byteLength; start += part) {
    const hash = createHash("md5");
    const end = Math.min(start + part, byteLength);
    for (let at = start; at < end; at += PIECE) {
      signal?.throwIfAborted();
      hash.update(await source.slice(at, Math.min(at + PIECE, end), { signal }));
    }
    whole.update(hash.digest());
    parts += 1;
  }
  return `${whole.digest("hex")}-${parts}`;
}

function partSize(byteLength: number): number {
  return Math.ceil(byteLength / PART) >= MOST_PARTS ? Math.ceil(byteLength / MOST_PARTS) : PART;
}
