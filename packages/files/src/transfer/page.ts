import { EcephysError } from "../errors.ts";
import type { RemoteFile } from "../remote-file.ts";

/** How many bytes of a file's beginning show that it is a page. */
export const HEAD_LENGTH = 64;

/** How pages and error documents begin, and no data file does. */
const PAGE = /^(\ufeff)?\s*<(!doctype\s+html|html|head|body|\?xml)\b/i;

/**
 * Refuses what came where its beginning is that of a page: servers and portals send those under any status and
 * type.
 * @throws an EcephysError "response".
 */
export function refuseErrorPage(head: Uint8Array, remote: RemoteFile): void {
  if (!PAGE.test(new TextDecoder().decode(head.subarray(0, HEAD_LENGTH)))) return;
  throw new EcephysError("response", {
    action: "Downloading",
    resource: remote.url,
    reason: "the server sent a web page instead of the file",
    remedy: "Open the address in a browser to see what it says",
  });
}
