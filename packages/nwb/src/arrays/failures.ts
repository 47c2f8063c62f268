import { argumentChecks, type ByteSource, type DataFile, EcephysError } from "@ecephys/files";

/** Creates the error for a damaged or unexpected file. */
export type Refuse = (reason: string, cause?: unknown, remedy?: string) => EcephysError;

/** Errors "format" of one file, all with the same action, name and remedy. */
export function refusalsOf(action: string, resource: string): Refuse {
  return (reason, cause, remedy = "The file is damaged or of another kind: download it again") =>
    new EcephysError("format", { action, resource, reason, remedy, cause });
}

const THERE = "check that its path is right; a storage returns undefined for a file that does not exist";

/** @throws an EcephysError "argument" for anything but a source of bytes, such as a path. */
export function requireSource(action: string, source: ByteSource): void {
  const { byteLength, slice } = (source ?? {}) as Partial<ByteSource>;
  if (typeof byteLength === "number" && typeof slice === "function") return;
  const remedy = `Pass a ByteSource, such as directoryStorage(…).source(path) returns, and ${THERE}`;
  throw argumentChecks(action).refusal("the file", source, "a source of bytes", remedy);
}

/** @throws an EcephysError "argument" for anything but a DataFile. */
export function requireFile(action: string, file: DataFile): void {
  if (typeof (file as Partial<DataFile> | undefined | null)?.source === "function") return;
  const remedy = "Pass what getNaturalMovieTemplate(number) of a cache without readers returns";
  throw argumentChecks(action).refusal("the file", file, "a file of a cache", remedy);
}

/** @throws an EcephysError "argument" for anything but bytes, such as a path. */
export function requireBytes(action: string, bytes: Uint8Array): void {
  if (bytes instanceof Uint8Array) return;
  const remedy = `Read the file and pass its bytes, and ${THERE}`;
  throw argumentChecks(action).refusal("the file", bytes, "a Uint8Array", remedy);
}
