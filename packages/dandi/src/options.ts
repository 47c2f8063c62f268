import type { RetryOptions } from "@ecephys/files";

/** How `dandi()` reaches the archive; everything has a default. All times are milliseconds. */
export interface DandiOptions {
  /** "0.210914.1900", or "draft"; the newest published version, or the draft where there is none, by default. */
  readonly version?: string | undefined;
  /** Root of the archive's API, "https://api.dandiarchive.org/api" by default. */
  readonly apiUrl?: string | URL | undefined;
  /**
   * The API key of an account, for embargoed sets. It is sent to the API alone, never to another host, not even where
   * the API redirects to, and is in no message.
   */
  readonly token?: string | undefined;
  /** The `fetch` to use: the platform's by default. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Longest silence of the server; 60 s by default. */
  readonly stallTimeout?: number | undefined;
  /** How often and after which delays a failed request is sent again. */
  readonly retry?: RetryOptions | undefined;
  /** Assets of one page of a list; 200 by default, 1000 at most. */
  readonly pageSize?: number | undefined;
}
