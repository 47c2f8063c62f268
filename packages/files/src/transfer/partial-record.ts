import { partialRecordPath } from "../records/hidden-paths.ts";
import type { CacheStorage } from "../storage.ts";
import { type Range, withRange } from "./ranges.ts";

/** Which version of which file a partial file is of, and which of its bytes are on disk for sure. */
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

/** `undefined` if there is no usable one: then the file is fetched from its beginning. */
export async function readPartialRecord(
  storage: CacheStorage,
  path: string,
  signal?: AbortSignal | undefined,
): Promise<PartialRecord | undefined> {
  const bytes = await storage.read(partialRecordPath(path), { signal });
  return bytes && parsePartialRecord(new TextDecoder().decode(bytes));
}

export async function writePartialRecord(
  storage: CacheStorage,
  path: string,
  record: PartialRecord,
): Promise<void> {
  const text = JSON.stringify({ version: VERSION, ...record });
  // Losing it in a power cut costs the bytes that could have been resumed from, and no more.
  await storage.write(partialRecordPath(path), new TextEncoder().encode(text), { flush: false });
}

/** A truncated, changed or forged record is ignored. */
function parsePartialRecord(text: string): PartialRecord | undefined {
  const json = parsed(text);
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
