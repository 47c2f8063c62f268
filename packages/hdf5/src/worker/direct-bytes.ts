import type { Transferred } from "@ecephys/files";
import type { Hdf5CallOptions } from "../model.ts";
import type { OnePiece, PlainFile } from "../plain/plain-file.ts";
import type { Wanted } from "../plan/planner.ts";
import type { Hdf5Answers } from "./protocol.ts";

/** Bytes of a file that can be read without its worker. */
export interface DirectBytes {
  /** What was requested of a server so far, where the file is on one. */
  readonly transferred?: Transferred | undefined;
  /**
   * Fills `target` from a position of the file on; false where it cannot: the file is another by now, or is gone.
   * @param version What the file was called when it was opened.
   */
  read(
    target: Uint8Array,
    position: number,
    version: string | undefined,
    signal?: AbortSignal,
  ): Promise<boolean>;
  /** What the worker would find, for parts of the file that can be read without it. */
  readonly plain: PlainReads;
  /** What only a file on a server has. */
  readonly planned?: PlannedBytes | undefined;
  close(): Promise<void>;
}

/** Knows where in a file on a server things are, before a worker looks for them. */
export interface PlannedBytes {
  /** Fetches what a worker will need. */
  ready(wanted: Wanted, signal: AbortSignal | undefined): Promise<void>;
  /** Where a dataset's numbers begin, if they lie in the file in one piece. */
  byteOffset(path: string): number | undefined;
}

/** Reads of a file without the library; undefined where it has to read. */
export interface PlainReads {
  /** The file's size and version, if it is one of these. */
  open(options: Hdf5CallOptions): Promise<Hdf5Answers["open"] | undefined>;
  attempt<Found>(
    work: (file: PlainFile) => Found | Promise<Found>,
    options: Hdf5CallOptions,
  ): Promise<{ readonly found: Found } | undefined>;
  /** Elements that lie in the file in one piece, where they can be looked for without waiting. */
  inOnePiece?(path: string): OnePiece | undefined;
}
