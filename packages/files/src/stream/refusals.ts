import { EcephysError } from "../errors.ts";
import type { HttpSubject } from "../http/failure.ts";
import type { RemoteFile } from "../remote-file.ts";

export function noRanges(file: RemoteFile): EcephysError {
  return refused(file, "the server sends the whole file where a part of it is requested (it ignores Range)");
}

export function subjectOf({ url }: RemoteFile): HttpSubject {
  return { action: "Streaming a file", resource: url };
}

export function refused(file: RemoteFile, reason: string): EcephysError {
  const remedy =
    "Download the file and open it from the disk, or put it on a server with ranges, such as `ecephys serve`";
  return new EcephysError("response", { ...subjectOf(file), reason, remedy });
}
