import { argumentChecks, type ByteSource, type DataFile, EcephysError } from "@ecephys/files";

/** Makes the error for a file that is not what it should be. */
export type Refuse = (reason: string, cause?: unknown) => EcephysError;

/** Errors "format" of one file, all with the same action, name and remedy. */
export function refusalsOf(action: string, resource: string): Refuse {
  return (reason, cause) =>
    new EcephysError("format", {
      action,
      resource,
      reason,
      remedy: "The file is damaged or of another kind: download it again",
      cause,
    });
}

const THERE = "check that its path is right; a storage answers nothing for a file that is not there";

/** @throws an EcephysError "argument" for what is no source of bytes, such as a path. */
export function requireSource(action: string, source: ByteSource): void {
  const { byteLength, slice } = (source ?? {}) as Partial<ByteSource>;
  if (typeof byteLength === "number" && typeof slice === "function") return;
  const remedy = `Give a ByteSource, as directoryStorage(…).source(path) answers, and ${THERE}`;
  throw argumentChecks(action).refusal("the file", source, "a source of bytes", remedy);
}

/** @throws an EcephysError "argument" for what is no DataFile. */
export function requireFile(action: string, file: DataFile): void {
  if (typeof (file as Partial<DataFile> | undefined | null)?.source === "function") return;
  const remedy = "Give what getNaturalMovieTemplate(number) of a cache without readers answers";
  throw argumentChecks(action).refusal("the file", file, "a file of a cache", remedy);
}

/** @throws an EcephysError "argument" for what are no bytes, such as a path. */
export function requireBytes(action: string, bytes: Uint8Array): void {
  if (bytes instanceof Uint8Array) return;
  const remedy = `Read the file and give its bytes, and ${THERE}`;
  throw argumentChecks(action).refusal("the file", bytes, "a Uint8Array", remedy);
}
