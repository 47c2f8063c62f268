import type { RetryOptions } from "@ecephys/files";

/** How `s3()` reaches the files; everything has a default. All times are milliseconds. */
export interface S3Options {
  /**
   * The directory with sessions.csv: the Institute's bucket by default. A mirror has the same files in the same
   * folders. Credentials (https://user:password@…) are sent as basic authentication and never shown.
   */
  readonly baseUrl?: string | URL | undefined;
  /** The directory of the raw recordings; "../raw-data/" beside `baseUrl` by default. */
  readonly rawDataUrl?: string | URL | undefined;
  /**
   * Root of the bucket, for listing files: known for Amazon's addresses, and for other servers that speak S3 to be
   * given ("http://127.0.0.1:9000/bucket"). Without it, directories are listed from their index pages.
   */
  readonly bucketUrl?: string | URL | undefined;
  /** The `fetch` to use: the platform's by default. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Headers of every request; left out after a redirect to another origin. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Longest silence of the server; 60 s by default. The whole transfer has no limit. */
  readonly stallTimeout?: number | undefined;
  /** How often and after which delays a failed request is sent again. */
  readonly retry?: RetryOptions | undefined;
}
