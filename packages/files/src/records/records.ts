import type { CacheStorage, StorageOptions } from "../storage.ts";
import type { FileRecord } from "./file-record.ts";
import { recordPath } from "./hidden-paths.ts";

const VERSION = 1;

/** What is known of a file that is being put in place. */
export type NewRecord = Omit<FileRecord, "time" | "modified">;

/**
 * Puts a file in place and records what it is, where the storage can compute hashes. At no moment is there a
 * record of another file than the one in place; a process that ends in between leaves a file without a record.
 */
export async function recorded(
  storage: CacheStorage,
  path: string,
  { byteLength, sha256, source, validator }: NewRecord,
  put: () => Promise<void>,
): Promise<void> {
  if (storage.sha256 === undefined) return put();
  await withoutRecord(storage, path, put);
  const { modified } = (await storage.stat(path).catch(() => undefined)) ?? {};
  const time = new Date().toISOString();
  await writeRecord(storage, path, { byteLength, sha256, source, validator, modified, time });
}

/**
 * Puts a file in place without a record. Where that fails and the old file is still there, its record stays as
 * well: a damaged file that could not be replaced must still be known to be damaged.
 */
export async function withoutRecord(
  storage: CacheStorage,
  path: string,
  put: () => Promise<void>,
): Promise<void> {
  const stateOf = async () => storage.sha256 && storage.stat(path).catch(() => undefined);
  const record = storage.sha256 && (await readRecord(storage, path).catch(() => undefined));
  const before = record && (await stateOf());
  await forgetRecord(storage, path);
  try {
    await put();
  } catch (error) {
    const now = before && (await stateOf());
    const isSame = now && now.byteLength === before.byteLength && now.modified === before.modified;
    if (record && isSame) await writeRecord(storage, path, record);
    throw error;
  }
}

/** Writes the record of a file that is in place and whole: a missing record of it is no failure. */
export async function writeRecord(storage: CacheStorage, path: string, record: FileRecord): Promise<void> {
  const text = `${JSON.stringify({ version: VERSION, ...record }, null, 2)}\n`;
  const bytes = new TextEncoder().encode(text);
  await storage.write(recordPath(path), bytes, { flush: false }).catch(() => {});
}

/**
 * The record made when a cache's file was put in place; `undefined` if there is none (for example, because
 * AllenSDK wrote it) or it is invalid.
 * @param path Relative to the cache's directory, such as `cache.getCachePath(UNITS_KEY)`.
 * @throws an EcephysError "storage" if the record cannot be read.
 */
export async function readRecord(
  storage: CacheStorage,
  path: string,
  options?: StorageOptions,
): Promise<FileRecord | undefined> {
  const bytes = await storage.read(recordPath(path), options);
  return bytes && parseRecord(new TextDecoder().decode(bytes));
}

export async function forgetRecord(storage: CacheStorage, path: string): Promise<void> {
  await storage.remove(recordPath(path));
}

function parseRecord(text: string): FileRecord | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const fields = (typeof json === "object" && json !== null ? json : {}) as Record<string, unknown>;
  const { version, byteLength, sha256, source, validator, modified, time } = fields;
  if (version !== VERSION || !Number.isSafeInteger(byteLength) || (byteLength as number) < 0)
    return undefined;
  if (typeof source !== "string" || typeof time !== "string") return undefined;
  if (sha256 !== undefined && !(typeof sha256 === "string" && /^[\da-f]{64}$/.test(sha256))) return undefined;
  if (validator !== undefined && typeof validator !== "string") return undefined;
  if (modified !== undefined && typeof modified !== "number") return undefined;
  return { byteLength: byteLength as number, sha256, source, validator, modified, time };
}
