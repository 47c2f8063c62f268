import { createHash } from "node:crypto";
import type { CacheFileEntry, CacheFileKind, EcephysProjectCache, VerifyOptions } from "@ecephys/core";
import { type CacheStorage, EcephysError } from "@ecephys/files";
import { CACHE_KINDS } from "./kinds.ts";

/** A data file of a cache, and the checksum of its content. */
export interface ChecksummedFile {
  /** Relative to the cache's directory. */
  readonly path: string;
  readonly kind: CacheFileKind;
  readonly byteLength: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
  /** Where it came from; undefined if that is not recorded. */
  readonly source: string | undefined;
  readonly fetchedAt: string | undefined;
}

const DATA: readonly string[] = CACHE_KINDS.flatMap(({ isData, kind }) => (isData ? [kind] : []));
const BLOCK = 1 << 22;

/**
 * The data files of a cache in the order of their paths, with the checksums recorded when they were
 * downloaded or, for files without a record, computed now. With `deep`, every file is read.
 * @throws an EcephysError "format" if a file does not match its record.
 */
export async function checksums(
  cache: EcephysProjectCache,
  { deep = false, onProgress = () => {}, signal }: VerifyOptions = {},
): Promise<ChecksummedFile[]> {
  const { files: all } = await cache.status({ signal });
  const entries = all
    .filter(({ kind }) => DATA.includes(kind))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const entry of entries) requireSize(entry);
  const toRead = entries.filter((entry) => deep || entry.record?.sha256 === undefined);
  const bytes = toRead.reduce((sum, { byteLength }) => sum + byteLength, 0);
  let bytesDone = 0;
  const digests = new Map<string, string>();
  for (const [filesDone, entry] of toRead.entries()) {
    const digest = await sha256Of(cache.storage, entry, signal, (count) => {
      bytesDone += count;
      onProgress({ path: entry.path, files: toRead.length, filesDone, bytes, bytesDone });
    });
    requireDigest(entry, digest);
    digests.set(entry.path, digest);
  }
  return entries.map(({ byteLength, kind, path, record }) => ({
    path,
    kind,
    byteLength,
    sha256: digests.get(path) ?? record!.sha256!,
    source: record?.source,
    fetchedAt: record?.time,
  }));
}

async function sha256Of(
  storage: CacheStorage,
  { byteLength, path }: CacheFileEntry,
  signal: AbortSignal | undefined,
  onRead: (count: number) => void,
): Promise<string> {
  const source = await storage.source(path, { signal });
  if (source === undefined) throw notAsRecorded(path, "it was removed in the meantime");
  const hash = createHash("sha256");
  for (let start = 0; start < byteLength; start += BLOCK) {
    signal?.throwIfAborted();
    const bytes = await source.slice(start, Math.min(byteLength, start + BLOCK), { signal });
    hash.update(bytes);
    onRead(bytes.byteLength);
  }
  return hash.digest("hex");
}

function requireSize({ byteLength, path, record }: CacheFileEntry): void {
  if (record !== undefined && record.byteLength !== byteLength)
    throw notAsRecorded(
      path,
      `it has ${byteLength} bytes, but had ${record.byteLength} when it was downloaded`,
    );
}

function requireDigest({ path, record }: CacheFileEntry, digest: string): void {
  if (record?.sha256 !== undefined && record.sha256 !== digest)
    throw notAsRecorded(path, "its bytes differ from those that were downloaded");
}

function notAsRecorded(resource: string, reason: string): EcephysError {
  return new EcephysError("format", {
    action: "Listing the files of the cache",
    resource,
    reason,
    remedy: "Repair it with `ecephys cache repair --deep`, or delete it",
  });
}
