import { partialProgressPath, partialRecordPath } from "../records/hidden-paths.ts";
import type { CacheStorage } from "../storage.ts";
import { lengthOf, type Range, withRange } from "./ranges.ts";

/** Which version of which file a partial file is of, and which of its bytes are there. */
export interface PartialRecord {
  /** Without secrets. */
  readonly url: string;
  readonly validator: string;
  /** Of the whole file, where the server gives it. */
  readonly byteLength?: number | undefined;
  /** Of the whole file, where the server gives it. */
  readonly sha256?: string | undefined;
  readonly done: readonly Range[];
}

const VERSION = 1;

/**
 * The bytes of an earlier transfer that are there: those that are on disk for sure, or, as long as the machine
 * runs, all that were written. `undefined` if none are: then the file is fetched from its beginning.
 */
export async function readPartialRecord(
  storage: CacheStorage,
  path: string,
  signal?: AbortSignal | undefined,
): Promise<PartialRecord | undefined> {
  const [saved, boot] = await Promise.all([
    readRecord(storage, partialRecordPath(path), undefined, signal),
    storage.boot?.(),
  ]);
  const written = boot && (await readRecord(storage, partialProgressPath(path), boot, signal));
  if (!written) return saved;
  return lengthOf(written.done) >= lengthOf(saved?.done ?? []) ? written : saved;
}

/** Records bytes that are on disk for sure. */
export async function writePartialRecord(
  storage: CacheStorage,
  path: string,
  record: PartialRecord,
): Promise<void> {
  const bytes = new TextEncoder().encode(partialRecordText(record));
  // Losing it in a power cut costs the bytes that could have been resumed from, and no more.
  await storage.write(partialRecordPath(path), bytes, { flush: false });
}

/** @param boot The run of the machine during which the bytes are there; none if they are on the disk. */
export function partialRecordText(record: PartialRecord, boot?: string | undefined): string {
  return JSON.stringify({ version: VERSION, ...record, boot });
}

async function readRecord(
  storage: CacheStorage,
  place: string,
  boot: string | undefined,
  signal: AbortSignal | undefined,
): Promise<PartialRecord | undefined> {
  const bytes = await storage.read(place, { signal });
  return bytes && parsePartialRecord(new TextDecoder().decode(bytes), boot);
}

/** A truncated, changed or forged record is ignored, and one of another run of the machine. */
function parsePartialRecord(text: string, boot: string | undefined): PartialRecord | undefined {
  const json = parsed(text);
  if (json?.boot !== boot) return undefined;
  const { version, url, validator, byteLength, sha256, done } = json ?? {};
  if (version !== VERSION || typeof url !== "string" || typeof validator !== "string") return undefined;
  if (byteLength !== undefined && !isLength(byteLength)) return undefined;
  if (sha256 !== undefined && typeof sha256 !== "string") return undefined;
  if (!Array.isArray(done) || !done.every(isRange)) return undefined;
  const ranges = done.reduce<Range[]>(withRange, []);
  const end = ranges.at(-1)?.[1] ?? 0;
  if (byteLength !== undefined && end > byteLength) return undefined;
  return { url, validator, byteLength, sha256, done: ranges };
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isLength(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isRange(value: unknown): value is Range {
  if (!Array.isArray(value) || value.length !== 2 || !value.every(isLength)) return false;
  const [start = 0, end = 0] = value;
  return start <= end;
}
