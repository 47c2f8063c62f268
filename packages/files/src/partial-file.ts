/** A partially written file, which outlives its process. */
export interface PartialFile {
  /** Bytes that it had when it was opened. */
  readonly byteLength: number;
  /** Writes all bytes, at a position. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Reads up to `bytes.byteLength` bytes; gives their count, 0 at the end. */
  read(bytes: Uint8Array, position: number): Promise<number>;
  truncate(byteLength: number): Promise<void>;
  /** Makes what was written last through a power cut. */
  flush(): Promise<void>;
  /** Flushes, closes, and moves the file to `path`, completely or not at all. */
  moveTo(path: string): Promise<void>;
  /** Closes it, and leaves it there to be opened again. */
  close(): Promise<void>;
  /** Closes and removes it. */
  discard(): Promise<void>;
}

/** Computes a SHA-256 piece by piece. */
export interface IncrementalHash {
  update(bytes: Uint8Array): void;
  /** In hexadecimal digits. */
  digest(): string;
}
