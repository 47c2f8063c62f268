import { table } from "@ecephys/core/arquero";
import { toDelimited } from "@ecephys/core/internal";
import { inChunks } from "../format/chunks.ts";
import type { ChecksummedFile } from "./checksums.ts";
import type { ManifestFormat } from "./kinds.ts";

/** Increased whenever readers of the JSON would have to change. */
const VERSION = 1;

/** The list of files, in chunks. Columns and fields: path, byte_length, sha256, source, kind, fetched_at. */
export function manifestChunks(files: readonly ChecksummedFile[], format: ManifestFormat): Iterable<string> {
  switch (format) {
    case "csv":
      return inChunks(toDelimited(asTable(files), ","));
    case "json":
      return [`${JSON.stringify({ version: VERSION, files: files.map(asRecord) }, null, 2)}\n`];
    case "sha256":
      return inChunks(files.map(sumLine));
  }
}

function asRecord({ byteLength, fetchedAt, kind, path, sha256, source }: ChecksummedFile) {
  return {
    path,
    byte_length: byteLength,
    sha256,
    source: source ?? null,
    kind,
    fetched_at: fetchedAt ?? null,
  };
}

function asTable(files: readonly ChecksummedFile[]) {
  const records = files.map(asRecord);
  const column = (name: keyof ReturnType<typeof asRecord>) => records.map((record) => record[name]);
  return table({
    path: column("path"),
    byte_length: column("byte_length"),
    sha256: column("sha256"),
    source: column("source"),
    kind: column("kind"),
    fetched_at: column("fetched_at"),
  });
}

/** As sha256sum(1) writes and reads it: a leading backslash marks an escaped name. */
function sumLine({ path, sha256 }: ChecksummedFile): string {
  const name = path.replace(/[\\\n\r]/g, (character) => ESCAPES[character]!);
  return `${name === path ? "" : "\\"}${sha256}  ${name}\n`;
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r" };
