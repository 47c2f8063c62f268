import { extname } from "node:path";

export const FORMATS = ["table", "csv", "tsv", "json", "ndjson", "arrow"] as const;
export type Format = (typeof FORMATS)[number];

const BY_EXTENSION: Readonly<Record<string, Format>> = {
  ".csv": "csv",
  ".tsv": "tsv",
  ".tab": "tsv",
  ".json": "json",
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
  ".arrow": "arrow",
  ".feather": "arrow",
  ".txt": "table",
};

/** The format that was not asked for by name: a file's by its ending, a table on a terminal, CSV elsewhere. */
export function defaultFormat(out: string | undefined, terminal: boolean): Format {
  if (out !== undefined) return BY_EXTENSION[extname(out).toLowerCase()] ?? "csv";
  return terminal ? "table" : "csv";
}
