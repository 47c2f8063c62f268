import type { Transferred } from "@ecephys/files";

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
  close(): Promise<void>;
}
