import { displayUrl, EcephysError, type Fetch, type HttpOptions, type RetryOptions } from "@ecephys/files";
import ky from "ky";
import type { WarehouseOptions } from "./options.ts";

/** The options with their defaults, checked. */
export interface WarehouseSettings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** The same without credentials, for messages. */
  readonly shownUrl: string;
  readonly pageRows: number;
  readonly concurrency: number;
  /** How pages are asked for. */
  readonly pages: HttpOptions;
  /** How files are asked for. */
  readonly files: HttpOptions;
  readonly retry: RetryOptions;
}

const DEFAULTS = {
  baseUrl: "https://api.brain-map.org",
  concurrency: 4,
  pageRows: 5000,
  timeout: 300_000,
  stallTimeout: 60_000,
};

/** @throws an EcephysError "argument" that names the option. */
export function normalize(options: WarehouseOptions): WarehouseSettings {
  const baseUrl = baseUrlOf(options);
  const { fetch = (...request) => globalThis.fetch(...request), headers, retry = {} } = options;
  const stallTimeout = positive("stallTimeout", options.stallTimeout ?? DEFAULTS.stallTimeout);
  const timeout = positive("timeout", options.timeout ?? DEFAULTS.timeout);
  const tries = retry.tries ?? 1;
  if (!Number.isSafeInteger(tries) || tries < 1)
    throw refused("retry.tries", tries, "a whole number from 1 on");
  return {
    baseUrl,
    shownUrl: displayUrl(baseUrl).replace(/\/$/, ""),
    pageRows: whole("pageRows", options.pageRows ?? DEFAULTS.pageRows),
    concurrency: whole("concurrency", options.concurrency ?? DEFAULTS.concurrency),
    pages: { fetch: throughKy(fetch), headers, stallTimeout, timeout },
    files: { fetch, headers, stallTimeout },
    retry,
  };
}

/**
 * ky as a `fetch`. Its time-out (10 s) is too short for large pages and its retries do not see a body that
 * breaks off, so both are ours. The inner `fetch` gets a URL, not a Request: one of another make may be given.
 */
function throughKy(fetch: Fetch): Fetch {
  const client = ky.create({
    fetch: (input) => {
      const { cache, headers, method, redirect, signal, url } = new Request(input);
      return fetch(url, { cache, headers: Object.fromEntries(headers), method, redirect, signal });
    },
    method: "get",
    retry: 0,
    throwHttpErrors: false,
    timeout: false,
  });
  return (input, init) => client(input, init);
}

function baseUrlOf({ baseUrl = DEFAULTS.baseUrl, host, scheme }: WarehouseOptions): string {
  const given = String(baseUrl);
  if (!URL.canParse(given)) {
    throw refused("baseUrl", "what it was given", `an address with its scheme, such as ${DEFAULTS.baseUrl}`);
  }
  const url = new URL(given);
  if (scheme !== undefined) {
    if (scheme !== "http" && scheme !== "https") throw refused("scheme", scheme, '"https" or "http"');
    url.protocol = scheme;
  }
  if (host !== undefined) {
    if (!/^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i.test(host))
      throw refused("host", host, "a host name, with or without a port");
    url.port = "";
    url.host = host;
  }
  if (!/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
    throw refused("baseUrl", displayUrl(url), "an http or https URL without query");
  }
  return url.href.replace(/\/+$/, "");
}

function whole(option: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw refused(option, value, "a whole number from 1 on");
}

function positive(option: string, value: number): number {
  if (typeof value === "number" && value > 0) return value;
  throw refused(option, value, "a number of milliseconds above 0");
}

function refused(option: string, value: unknown, wanted: string): EcephysError {
  return new EcephysError("argument", {
    action: "Opening the warehouse",
    resource: `the option ${option}`,
    reason: `${typeof value === "string" ? JSON.stringify(value) : String(value)} is not ${wanted}`,
  });
}
