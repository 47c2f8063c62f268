import type { Transferred } from "@ecephys/files";
import type { StoredNumbers } from "../number-index.ts";
import type { PlainFile } from "../plain/plain-file.ts";
import type { Wanted } from "../plan/planner.ts";
import type { Hdf5Answers } from "./protocol.ts";

/** Bytes of a file that can be read without its worker. */
export interface DirectBytes {
  /** What was requested of a server so far, where the file is on one. */
  readonly transferred?: Transferred | undefined;
  /**
   * Fills `target` from a position of the file on; false where it cannot: the file is another by now, or is gone.
   * @param version What the worker called the file when it opened it.
   */
  read(
    target: Uint8Array,
    position: number,
    version: string | undefined,
    signal?: AbortSignal,
  ): Promise<boolean>;
  /**
   * A dataset of numbers in one piece, where the file is on a disk and it can be found without the library.
   * @param version What the worker called the file when it opened it.
   */
  numbers?(path: string, version: string | undefined): StoredNumbers | undefined;
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
  /** What the worker would find, for parts of the file that can be read without it. */
  readonly plain: PlainReads;
}

/** Reads of a file without the library; undefined where it has to read. */
export interface PlainReads {
  /** The file's size and version, if it is one of these. */
  open(signal: AbortSignal | undefined): Promise<Hdf5Answers["open"] | undefined>;
  attempt<Found>(
    work: (file: PlainFile) => Found | Promise<Found>,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly found: Found } | undefined>;
}
