import { createHash } from "node:crypto";
import { directoryStorage } from "@ecephys/files/node";
import { cacheLocation } from "../cache-location.ts";
import type { Runtime } from "../io.ts";

/** The flags that say whether parts of files on servers are kept, and where. */
export interface KeepFlags {
  readonly cache?: string | undefined;
  readonly keep?: boolean | undefined;
}

/**
 * Where parts of the files of an address are kept: beside the cache, in which they would be strays, and apart from those
 * of other addresses. Which version they are of is kept with them.
 */
export function keptParts(address: string, { cache, keep }: KeepFlags, { io }: Pick<Runtime, "io">) {
  if (!keep) return undefined;
  const storage = directoryStorage(`${cacheLocation(cache, io.env).directory}-streamed`);
  return { storage, directory: createHash("sha256").update(address).digest("hex").slice(0, 16) };
}
