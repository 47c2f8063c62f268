import type { RemoteBody, RemoteFileInfo } from "../remote-file.ts";
import type { DownloadRequest } from "./request.ts";
import { badTransfer, drop } from "./version.ts";

/**
 * The body of the whole file, whichever version that is; tried again as long as the budget lasts. Tells where that is
 * another version than was expected.
 */
export async function openFirst(request: DownloadRequest): Promise<RemoteBody> {
  const { budget, expected, onEvent, remote, signal } = request;
  for (;;) {
    try {
      const body = await remote.open({ signal, tries: 1 });
      const problem = problemOf(body, expected);
      if (problem === undefined) {
        const isOtherVersion = isOther(body, expected);
        if (isOtherVersion) onEvent({ type: "restarted", reason: OTHER });
        // A size counts whoever told it: an answer in chunks tells none, and may end too early.
        return isOtherVersion ? body : { ...body, byteLength: body.byteLength ?? expected?.byteLength };
      }
      drop(body);
      throw badTransfer(remote, problem);
    } catch (error) {
      await budget.failed(error, signal);
    }
  }
}

const OTHER = "the file on the server is a different version than expected";

function isOther(body: RemoteBody, expected: RemoteFileInfo = {}): boolean {
  if (body.validator !== undefined && expected.validator !== undefined)
    return body.validator !== expected.validator;
  const [now, then] = [body.byteLength, expected.byteLength];
  return now !== undefined && then !== undefined && now !== then;
}

function problemOf(body: RemoteBody, expected: RemoteFileInfo = {}): string | undefined {
  if (body.start !== 0) return `the answer begins at byte ${body.start}`;
  const sameVersion = body.validator !== undefined && body.validator === expected.validator;
  const [now, then] = [body.byteLength, expected.byteLength];
  if (!sameVersion || now === undefined || then === undefined || now === then) return undefined;
  return `the server announced ${then} bytes, but now reports ${now} for the same version`;
}
