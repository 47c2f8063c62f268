import type { ListedFile } from "./listed-file.ts";

/** One page of a bucket's list; paths are complete keys. */
export interface ListPage {
  readonly files: readonly ListedFile[];
  /** Asks for the next page; undefined on the last one. */
  readonly next: string | undefined;
}

/** Reads an answer of ListObjectsV2; `undefined` for anything else. Machines write it flat, without attributes. */
export function readListPage(xml: string): ListPage | undefined {
  if (!/<ListBucketResult[\s>]/.test(xml) || !xml.includes("</ListBucketResult>")) return undefined;
  const files = [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, entry = ""]) => fileOf(entry));
  if (files.includes(undefined)) return undefined;
  const head = xml.replace(/<Contents>.*<\/Contents>/s, "");
  const truncated = field(head, "IsTruncated");
  const next = field(head, "NextContinuationToken");
  if (truncated === undefined || (truncated === "true" && !next)) return undefined;
  return { files: files as ListedFile[], next: truncated === "true" ? next : undefined };
}

function fileOf(entry: string): ListedFile | undefined {
  const path = field(entry, "Key");
  const size = Number(field(entry, "Size") ?? Number.NaN);
  if (path === undefined || !Number.isSafeInteger(size) || size < 0) return undefined;
  const etag = field(entry, "ETag");
  // Some servers leave the quotes out, which an ETag has in every header.
  const validator = etag === undefined || etag.startsWith('"') ? etag : `"${etag}"`;
  return { path, byteLength: size, validator, modified: field(entry, "LastModified") };
}

function field(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text?.replace(/&(#\d{1,7}|#x[\da-f]{1,6}|amp|lt|gt|quot|apos);/gi, (_, entity: string) =>
    character(entity),
  );
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function character(entity: string): string {
  const hex = /^#x(.*)$/i.exec(entity)?.[1];
  const code = hex === undefined ? Number(entity.slice(1)) : Number.parseInt(hex, 16);
  const named = NAMED[entity.toLowerCase()];
  return named ?? (code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd");
}
