import type { RowSource } from "./types.ts";

/** The key of a file's metadata that holds its columns with their units and meaning, as JSON. */
export const COLUMNS_KEY = "ecephys:columns";

/** What a file says of its columns and of itself beyond their types, in formats that have a place for it. */
export function fileMetadata({ columns, metadata = {} }: RowSource): Readonly<Record<string, string>> {
  return { [COLUMNS_KEY]: JSON.stringify(columns), ...metadata };
}
