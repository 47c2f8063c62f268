import type { RemoteBody, RemoteFileInfo } from "../remote-file.ts";
import type { DownloadRequest } from "./download-file.ts";
import { badTransfer, drop } from "./version.ts";

/** The body of the whole file, whichever version that is; tried again as long as the budget lasts. */
export async function openFirst({ budget, expected, remote, signal }: DownloadRequest): Promise<RemoteBody> {
  for (;;) {
    try {
      const body = await remote.open({ signal, tries: 1 });
      const problem = problemOf(body, expected);
      if (problem === undefined) return body;
      drop(body);
      throw badTransfer(remote, problem);
    } catch (error) {
      await budget.failed(error, signal);
    }
  }
}

function problemOf(body: RemoteBody, expected: RemoteFileInfo = {}): string | undefined {
  if (body.start !== 0) return `the answer begins at byte ${body.start}`;
  const sameVersion = body.validator !== undefined && body.validator === expected.validator;
  const [now, then] = [body.byteLength, expected.byteLength];
  if (!sameVersion || now === undefined || then === undefined || now === then) return undefined;
  return `the server promised ${then} bytes, and now says that there are ${now} of the same version`;
}
