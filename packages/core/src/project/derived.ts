import type { StoredFileInfo } from "@ecephys/files";
import { derivedPath } from "@ecephys/files/internal";
import type { ColumnTable } from "arquero";
import { decodeTable, encodeTable } from "../tables/fast-file.ts";
import type { Table } from "../tables/table.ts";
import type { CacheContext } from "./context.ts";

/** Tables under this size, in bytes, are read from CSV as fast as from anything else. */
const WORTH_IT = 4096;

/** The faster copy of a table, where there is one that was made of just this CSV. */
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
    // Whatever is wrong with it: the CSV has the truth.
    signal?.throwIfAborted();
    return undefined;
  }
}

/** Keeps a faster copy of a table, where that can be done: a full disk or a read-only place is no failure. */
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
