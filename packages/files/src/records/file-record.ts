/** The record made of a file when it is put in place. */
export interface FileRecord {
  /** Bytes. */
  readonly byteLength: number;
  /** In hexadecimal digits; undefined if the storage computes none. */
  readonly sha256?: string | undefined;
  /** Where it came from: a URL without secrets, or the backend's name. */
  readonly source: string;
  /** What the server called this version of the file. */
  readonly validator?: string | undefined;
  /** The file's modification time when it was put in place, milliseconds since 1970. */
  readonly modified?: number | undefined;
  /** When it was put in place, ISO 8601 in UTC. */
  readonly time: string;
}
