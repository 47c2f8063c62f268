import { argumentChecks } from "@ecephys/files";
import { notASource } from "./source.ts";
import type { LinkedSources, WorkerSource } from "./worker/supply.ts";

/** Files that a file links to, by the names that its links have for them ("raw.nwb"). */
export type LinkedFiles<Source> = Readonly<Record<string, Source>>;

const IN_MEMORY = "a Blob or bytes (Uint8Array)";

/** Adds to what is sent to a worker the files that were handed in for the file's links; bytes are copied for each worker. */
export function withLinked(
  source: () => WorkerSource,
  linked: LinkedSources | undefined,
): () => WorkerSource {
  if (linked === undefined) return source;
  return () => ({ ...source(), linked });
}

/** Files in memory, as they pass to workers. */
export function linkedInMemory(files: LinkedFiles<Blob | Uint8Array> | undefined): LinkedSources | undefined {
  if (files === undefined) return undefined;
  const entries = Object.entries(checkedLinked(files)).map(([name, file]) => {
    if (file instanceof Blob) return [name, { kind: "blob", blob: file }] as const;
    if (file instanceof Uint8Array) return [name, { kind: "bytes", bytes: file }] as const;
    throw notASource(file, IN_MEMORY);
  });
  return Object.fromEntries(entries);
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
