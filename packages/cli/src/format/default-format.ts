import { extname } from "node:path";
import { EcephysError } from "@ecephys/files";
import type { Format } from "./formats.ts";

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

/**
 * The format if none is named: by the extension of the file, a table on a terminal, CSV elsewhere.
 * @throws an EcephysError "argument" if the extension is unknown.
 */
export function defaultFormat(out: string | undefined, terminal: boolean): Format {
  if (out === undefined) return terminal ? "table" : "csv";
  const ending = extname(out).toLowerCase();
  const format = ending === "" ? "csv" : BY_EXTENSION[ending];
  if (format !== undefined) return format;
  throw new EcephysError("argument", {
    action: "Choosing a format",
    resource: out,
    reason: `the extension ${ending} stands for no format`,
    remedy: `Name one with --format, or use one of ${Object.keys(BY_EXTENSION).join(", ")}`,
  });
}
