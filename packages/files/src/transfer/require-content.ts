import { EcephysError } from "../errors.ts";
import type { RemoteFile } from "../remote-file.ts";
import type { DownloadRequest } from "./request.ts";
import { badTransfer } from "./version.ts";

/** How many bytes of a file's beginning are looked at. */
export const HEAD_LENGTH = 1 << 16;

/** How many of them show that it is a page. */
const PAGE_LENGTH = 64;

/** How pages and error documents begin, and no data file does. */
const PAGE = /^(\ufeff)?\s*<(!doctype\s+html|html|head|body|\?xml)\b/i;

/**
 * Refuses a complete file of `byteLength` bytes that cannot be the one that was requested, by its beginning.
 * @throws an EcephysError "response".
 */
export function requireContent(
  head: Uint8Array,
  byteLength: number,
  { content, remote }: Pick<DownloadRequest, "content" | "remote">,
): void {
  refuseErrorPage(head, remote);
  const problem = content?.(head, byteLength);
  if (problem !== undefined) throw badTransfer(remote, problem);
}

/**
 * Refuses what came where its beginning is that of a page: servers and portals send those under any status and
 * type.
 * @throws an EcephysError "response".
 */
function refuseErrorPage(head: Uint8Array, remote: RemoteFile): void {
  if (!PAGE.test(new TextDecoder().decode(head.subarray(0, PAGE_LENGTH)))) return;
  throw new EcephysError("response", {
    action: "Downloading",
    resource: remote.url,
    reason: "the server sent a web page instead of the file",
    remedy: "Open the address in a browser to see what it says",
  });
}
