import { type HttpSubject, responseError } from "./failure.ts";
import { isEncoded, mediaType } from "./headers.ts";

/** Content types of error pages, logins and captive portals, which no data file has. */
const PAGES = /^(text\/(html|xml|json)|application\/(json|xml|xhtml\+xml|.*\+json)|multipart\/.*)$/;
const ENCODINGS = /^(gzip|x-gzip|deflate|br)$/;

/**
 * Refuses an answer that cannot be a data file: an error page in spite of its status, several parts in one, a
 * compression that not every platform unpacks.
 * @throws an EcephysError "response".
 */
export function requireFileContent(
  headers: Headers,
  content: "binary" | "any" | undefined,
  subject: HttpSubject,
): void {
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "";
  if (isEncoded(headers) && !ENCODINGS.test(encoding)) {
    throw responseError(
      subject,
      `the server compressed the file in an unknown way (${encoding.slice(0, 40)})`,
    );
  }
  const type = mediaType(headers);
  if (content !== "any" && PAGES.test(type)) {
    throw responseError(
      subject,
      `the server sent a page (${type.slice(0, 60)}) instead of the file`,
      "Open the address in a browser to see what it says.",
    );
  }
}
