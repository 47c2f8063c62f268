import type { RetryOptions } from "@ecephys/files";

/** How `warehouse()` reaches the warehouse; everything has a default. All times are milliseconds. */
export interface WarehouseOptions {
  /**
   * Root of the warehouse, "https://api.brain-map.org" by default; a path in it is kept, credentials
   * (https://user:password@…) are sent as basic authentication and never shown.
   */
  readonly baseUrl?: string | URL | undefined;
  /** Host (and port) that replaces that of `baseUrl`; works alone ([note H9](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#h9)). */
  readonly host?: string | undefined;
  /** Scheme that replaces that of `baseUrl`; works alone ([note H9](https://github.com/ecephys/ecephys/blob/main/apps/docs/notes.md#h9)). */
  readonly scheme?: "https" | "http" | undefined;
  /** The `fetch` to use: the platform's by default. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Headers of every request; left out after a redirect to another origin. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How many pages of one table are asked for at once; 4 by default. */
  readonly concurrency?: number | undefined;
  /** Rows of a page; 5000 by default. */
  readonly pageRows?: number | undefined;
  /** Longest time that one page may take in all; 5 minutes by default. Files have no such limit. */
  readonly timeout?: number | undefined;
  /** Longest silence of the server, of pages and files alike; 60 s by default. */
  readonly stallTimeout?: number | undefined;
  /** How often and after which delays one page, or the opening of one file, is retried. */
  readonly retry?: RetryOptions | undefined;
}
