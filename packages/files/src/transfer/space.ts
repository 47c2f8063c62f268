import { EcephysError } from "../errors.ts";
import type { CacheStorage } from "../storage.ts";
import { systemCode } from "../system/errors.ts";

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** "2.8 GB": three digits, powers of 1000 as disks and downloads are sold. */
export function byteText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : Number(value.toPrecision(3))} ${UNITS[unit]}`;
}

/**
 * Makes sure that so many more bytes have room.
 * @throws an EcephysError "storage" that says how many are lacking; nothing where the storage does not know.
 */
export async function requireSpace(
  storage: CacheStorage,
  needed: number,
  resource: string,
  signal?: AbortSignal | undefined,
): Promise<void> {
  const free = await storage.freeBytes?.({ signal });
  if (free === undefined || free >= needed) return;
  throw new EcephysError("storage", {
    action: "Downloading",
    resource: `${resource} to ${storage.location}`,
    reason: `it needs ${byteText(needed)}, and ${byteText(free)} are free: ${byteText(needed - free)} are missing`,
    remedy: "Free some space or choose another cache directory; nothing was transferred",
  });
}

/** The error of a disk that became full half-way says what is kept and what is missing; others pass as they are. */
export function explainFullDisk(
  error: unknown,
  resource: string,
  loaded: number,
  total: number | undefined,
): unknown {
  if (!["ENOSPC", "EDQUOT"].includes(systemCode(error) ?? "")) return error;
  const missing = total === undefined ? "" : `, ${byteText(total - loaded)} of it are missing`;
  return new EcephysError("storage", {
    action: "Downloading",
    resource,
    reason: `${systemCode(error) === "EDQUOT" ? "the disk quota is used up" : "the disk is full"}${missing}`,
    remedy: `Free some space and retry: the ${byteText(loaded)} already downloaded are kept and will be resumed`,
    cause: error,
  });
}
