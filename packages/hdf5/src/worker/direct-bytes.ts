/** Bytes of a file that can be read without its worker. */
export interface DirectBytes {
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
