import { argumentChecks, type StreamedFile } from "@ecephys/files";
import { isStreamed, notASource } from "./source.ts";
import { streamedSource } from "./worker/streamed-source.ts";
import type { SentFile, WorkerSource } from "./worker/supply.ts";

/**
 * Files that a file links to, by the names that its links have for them ("raw.nwb"); the last part of a link's name is
 * enough ("raw.nwb" for "../data/raw.nwb").
 */
export type LinkedFiles<Source> = Readonly<Record<string, Source>>;

/** Linked files as they are sent to each worker that opens the file. */
export type LinkedSources = Readonly<Record<string, () => SentFile>>;

const IN_MEMORY = "a Blob or bytes (Uint8Array)";

/** Adds to what is sent to a worker the files that were handed in for the file's links; bytes are copied for each worker. */
export function withLinked(
  source: () => WorkerSource,
  linked: LinkedSources | undefined,
): () => WorkerSource {
  if (linked === undefined) return source;
  const sent = () => Object.fromEntries(Object.entries(linked).map(([name, file]) => [name, file()]));
  return () => ({ ...source(), linked: sent() });
}

/** Files that are not on this machine's disk. */
export function linkedSourcesOf(
  files: LinkedFiles<Blob | Uint8Array | StreamedFile> | undefined,
): LinkedSources | undefined {
  if (files === undefined) return undefined;
  const entries = Object.entries(checkedLinked(files)).map(([name, file]) => [name, sourceOf(file)] as const);
  return Object.fromEntries(entries);
}

function sourceOf(file: Blob | Uint8Array | StreamedFile): () => SentFile {
  if (file instanceof Blob) return () => ({ sent: { kind: "blob", blob: file } });
  if (file instanceof Uint8Array) return () => ({ sent: { kind: "bytes", bytes: file } });
  if (isStreamed(file)) return () => streamedSource(file);
  throw notASource(file, `${IN_MEMORY}, or a file on a server`);
}

/** Ends the requests for linked files on a server. */
export function closeLinked(files: LinkedFiles<unknown> | undefined): void {
  for (const file of Object.values(files ?? {})) if (isStreamed(file)) void file.close();
}

/** @throws an EcephysError "argument" for anything but an object of files. */
export function checkedLinked<Files extends object>(files: Files): Files {
  if (typeof files === "object" && files !== null && !Array.isArray(files)) return files;
  throw argumentChecks("Opening an HDF5 file").refusal(
    "the option linkedFiles",
    files,
    "an object of files by the names that links have for them",
  );
}
