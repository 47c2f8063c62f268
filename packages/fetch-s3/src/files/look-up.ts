import type { FetchOptions } from "@ecephys/core";
import { FETCH_OPTIONS } from "@ecephys/core/internal";
import {
  argumentChecks,
  type EcephysError,
  httpFile,
  type RemoteFile,
  type RemoteFileInfo,
} from "@ecephys/files";
import { explained, isAbsence } from "../absent.ts";
import type { S3Settings } from "../settings.ts";

/** Checks the options of a call that looks up a file. */
export function lookUpSignal(options: FetchOptions): AbortSignal | undefined {
  const { signal } = argumentChecks("Looking up a file").knownOptions(options, FETCH_OPTIONS);
  signal?.throwIfAborted();
  return signal;
}

/**
 * A file of which the server confirms that it is there, by HEAD.
 * @param missing Makes the error for a file that does not exist.
 */
export async function existingFile(
  settings: S3Settings,
  url: URL,
  name: string,
  missing: () => Promise<EcephysError>,
  signal: AbortSignal | undefined,
): Promise<RemoteFile> {
  const file = httpFile({ url, name, ...settings.http });
  try {
    return withInfo(file, await file.info({ signal }));
  } catch (error) {
    throw (await isAbsence(error, settings, signal)) ? await missing() : await explained(error, file, signal);
  }
}

/** The file with what was just learnt about it, so that the next question is not sent; later ones are. */
function withInfo(file: RemoteFile, info: RemoteFileInfo): RemoteFile {
  let fresh: RemoteFileInfo | undefined = info;
  return {
    ...file,
    info: async (options) => {
      const known = fresh;
      fresh = undefined;
      options?.signal?.throwIfAborted();
      return known ?? file.info(options);
    },
  };
}
