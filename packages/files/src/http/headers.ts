/** What a Content-Range header says: the bytes sent (both inclusive) and the size of the whole. */
export interface ContentRange {
  readonly first: number;
  readonly last: number;
  readonly total: number | undefined;
}

/** "bytes 5-9/10" or "bytes 5-9/*"; `undefined` for anything else, also for ranges that cannot be. */
export function parseContentRange(value: string | null): ContentRange | undefined {
  const match = /^\s*bytes\s+(\d+)-(\d+)\/(\d+|\*)\s*$/i.exec(value ?? "");
  if (!match) return undefined;
  const [first, last] = [Number(match[1]), Number(match[2])];
  const total = match[3] === "*" ? undefined : Number(match[3]);
  const possible = [first, last, total ?? 0].every(Number.isSafeInteger);
  if (!possible || last < first || (total !== undefined && last >= total)) return undefined;
  return { first, last, total };
}

/** Size of the file that a 416 answer gives. */
export function totalOfUnsatisfied(headers: Headers): number | undefined {
  const match = /^\s*bytes\s+\*\/(\d{1,15})\s*$/i.exec(headers.get("content-range") ?? "");
  return match ? Number(match[1]) : undefined;
}

/** Length of the file as fetch hands it over: unknown where the body was compressed for the way. */
export function contentLength(headers: Headers): number | undefined {
  if (isEncoded(headers)) return undefined;
  const value = headers.get("content-length");
  if (value === null || !/^\d+$/.test(value.trim())) return undefined;
  const length = Number(value);
  return Number.isSafeInteger(length) ? length : undefined;
}

/** Whether the body was compressed for the way: fetch unpacks it, so lengths and ranges mean other bytes. */
export function isEncoded(headers: Headers): boolean {
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "";
  return encoding !== "" && encoding !== "identity";
}

/** A coding of the transfer beyond "chunked", which no platform unpacks: "gzip" of "gzip, chunked". */
export function transferCoding(headers: Headers): string | undefined {
  const codings = (headers.get("transfer-encoding") ?? "")
    .split(",")
    .map((text) => text.trim().toLowerCase());
  return codings.find((coding) => coding !== "" && coding !== "chunked" && coding !== "identity");
}

/**
 * What distinguishes versions of a file: a strong ETag, else a Last-Modified date that is old enough to be one
 * (RFC 9110, 8.8.2.2). A weak ETag promises nothing about bytes, nor does one of a compressed body.
 */
export function validatorOf(headers: Headers): string | undefined {
  if (isEncoded(headers)) return undefined;
  const etag = headers.get("etag")?.trim();
  if (etag && isStrongEtag(etag)) return etag;
  const modified = headers.get("last-modified")?.trim();
  if (!modified || Number.isNaN(Date.parse(modified))) return undefined;
  const sent = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(sent) || sent - Date.parse(modified) >= 1000 ? modified : undefined;
}

/** Whether a validator may be sent as If-Range. */
export function isStrongValidator(validator: string): boolean {
  return isStrongEtag(validator) || (!/^(W\/|")/.test(validator) && !Number.isNaN(Date.parse(validator)));
}

/**
 * The SHA-256 of the whole file that a server gives (Repr-Digest of RFC 9530, Digest of RFC 3230), in hexadecimal
 * digits; that of a compressed body is of other bytes.
 */
export function sha256Of(headers: Headers): string | undefined {
  if (isEncoded(headers)) return undefined;
  const text = headers.get("repr-digest") ?? headers.get("digest") ?? "";
  const base64 = /(?:^|,)\s*sha-256=:?([\w+/]{43}=):?\s*(?:,|$)/i.exec(text)?.[1];
  if (base64 === undefined) return undefined;
  return Array.from(atob(base64), (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

/** Milliseconds from "120" or an HTTP date; `undefined` for anything else, 0 for what has passed. */
export function parseRetryAfter(value: string | null, now: number = Date.now()): number | undefined {
  const text = value?.trim() ?? "";
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** "text/html" of "Text/HTML; charset=utf-8"; empty if the server does not say. */
export function mediaType(headers: Headers): string {
  return (headers.get("content-type")?.split(";")[0] ?? "").trim().toLowerCase();
}

function isStrongEtag(text: string): boolean {
  return /^"[\x21\x23-\x7e\x80-\xff]*"$/.test(text);
}
