import { EcephysError, type Readers } from "@ecephys/core";
import { naturalMovieReader, naturalSceneReader } from "@ecephys/nwb";

/** What these tests read of a session: its id, and where its file is. */
export interface OpenedSession {
  readonly id: number;
  readonly path: string;
}

const HDF5_SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Readers of movies and scenes, and one of sessions that looks at no more than the file's first bytes. */
export function sampleReaders() {
  return {
    session: {
      async open(file, { sessionId }, options) {
        const head = await (await file.source(options)).slice(0, 8, options);
        if (HDF5_SIGNATURE.some((byte, at) => head[at] !== byte)) {
          throw new EcephysError("format", {
            action: "opening a session",
            resource: file.location,
            reason: "it is no HDF5 file",
          });
        }
        return { id: sessionId, path: file.path } satisfies OpenedSession;
      },
    },
    naturalMovie: naturalMovieReader(),
    naturalScene: naturalSceneReader(),
  } satisfies Readers<OpenedSession, unknown, unknown>;
}
