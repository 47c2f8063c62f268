import type { StoredFileInfo } from "@ecephys/files";
import { derivedPath } from "@ecephys/files/internal";
import type { ColumnTable } from "arquero";
import { decodeTable, encodeTable } from "../tables/fast-file.ts";
import type { Table } from "../tables/table.ts";
import type { CacheContext } from "./context.ts";

/** Tables below this size, in bytes, gain nothing from a faster copy. */
const WORTH_IT = 4096;

/** The faster copy of a table, if there is one made from exactly this CSV. */
export async function readDerived(
  context: CacheContext,
  csv: string,
  info: StoredFileInfo,
  signal?: AbortSignal | undefined,
): Promise<Table | undefined> {
  if (!isWanted(context, info)) return undefined;
  try {
    const bytes = await context.storage.read(derivedPath(csv), { signal });
    return bytes && decodeTable(bytes, derivedKey(info));
  } catch {
    // Whatever is wrong with it, the CSV is authoritative.
    signal?.throwIfAborted();
    return undefined;
  }
}

/** Keeps a faster copy of a table if possible: a full or read-only disk is not an error. */
export async function writeDerived(
  context: CacheContext,
  csv: string,
  info: StoredFileInfo,
  table: ColumnTable,
  signal?: AbortSignal | undefined,
): Promise<void> {
  if (!isWanted(context, info)) return;
  try {
    await context.storage.write(derivedPath(csv), encodeTable(table, derivedKey(info)), { signal });
  } catch {
    signal?.throwIfAborted();
  }
}

function isWanted({ derivedFiles, storage }: CacheContext, info: StoredFileInfo): boolean {
  return derivedFiles && storage.location !== "memory" && info.byteLength >= WORTH_IT;
}

function derivedKey({ byteLength, modified }: StoredFileInfo): string {
  return `${byteLength} ${modified}`;
}
