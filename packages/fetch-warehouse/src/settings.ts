import {
  type ArgumentChecks,
  argumentChecks,
  EcephysError,
  type Fetch,
  type HttpOptions,
  type OptionNames,
  type RetryOptions,
} from "@ecephys/files";
import { checkRetry, displayUrl } from "@ecephys/files/internal";
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

const ACTION = "Opening the warehouse";

const DEFAULTS = {
  baseUrl: "https://api.brain-map.org",
  concurrency: 4,
  pageRows: 5000,
  timeout: 300_000,
  stallTimeout: 60_000,
};

const WAREHOUSE_OPTIONS: OptionNames<WarehouseOptions> = {
  baseUrl: true,
  host: true,
  scheme: true,
  fetch: true,
  headers: true,
  concurrency: true,
  pageRows: true,
  timeout: true,
  stallTimeout: true,
  retry: true,
};

/** @throws an EcephysError "argument" that names the option. */
export function normalize(options: WarehouseOptions): WarehouseSettings {
  const checks = argumentChecks(ACTION);
  const given = { ...DEFAULTS, ...defined(checks.knownOptions(options, WAREHOUSE_OPTIONS)) };
  const baseUrl = baseUrlOf(given, checks);
  const { fetch = (...request) => globalThis.fetch(...request), headers, retry = {} } = options;
  const stallTimeout = checks.positive("the option stallTimeout", given.stallTimeout, "milliseconds");
  const timeout = checks.positive("the option timeout", given.timeout, "milliseconds");
  checkRetry(checks, retry);
  return {
    baseUrl,
    shownUrl: displayUrl(baseUrl).replace(/\/$/, ""),
    pageRows: checks.count("the option pageRows", given.pageRows),
    concurrency: checks.count("the option concurrency", given.concurrency),
    pages: { fetch: throughKy(fetch), headers, stallTimeout, timeout },
    files: { fetch, headers, stallTimeout },
    retry,
  };
}

function defined<Options extends object>(options: Options) {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof Options]?: NonNullable<Options[Name]> };
}

/**
 * ky as a `fetch`: it normalises what a request is made of, and hands it to the `fetch` of the options. Retries,
 * time-outs and errors are those of @ecephys/files: ky's time-out (10 s) is too short for large pages, and its
 * retries do not see a body that breaks off. The inner `fetch` gets a URL and not a Request, since a `fetch` of
 * another library does not know the platform's Request.
 */
function throughKy(fetch: Fetch): Fetch {
  const client = ky.create({ method: "get", retry: 0, throwHttpErrors: false, timeout: false });
  return (input, init = {}) => {
    const { signal } = init;
    const send: Fetch = (request) => {
      const { cache, headers, method, redirect, url } = new Request(request);
      // The caller's own signal: a Request's is only derived from it, and may be garbage-collected before it aborts.
      return fetch(url, {
        cache,
        headers: Object.fromEntries(headers),
        method,
        redirect,
        signal: signal ?? null,
      });
    };
    return client(input, { ...init, fetch: send });
  };
}

function baseUrlOf(
  { baseUrl, host, scheme }: { baseUrl: string | URL; host?: string; scheme?: string },
  { refusal }: ArgumentChecks,
): string {
  // Even an invalid address may hold a password, so it is not shown.
  if (!URL.canParse(String(baseUrl)))
    throw new EcephysError("argument", {
      action: ACTION,
      resource: "the option baseUrl",
      reason: "it is not an address",
      remedy: `Give one with its scheme, such as ${DEFAULTS.baseUrl}`,
    });
  const url = new URL(String(baseUrl));
  if (scheme !== undefined) {
    if (scheme !== "http" && scheme !== "https")
      throw refusal("the option scheme", scheme, '"https" or "http"');
    url.protocol = scheme;
  }
  if (host !== undefined) {
    if (!/^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i.test(host))
      throw refusal(
        "the option host",
        host.includes("@") ? "a text with an @, which is not shown" : host,
        "a host name, with or without a port",
      );
    url.port = "";
    url.host = host;
  }
  if (!/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "")
    throw refusal("the option baseUrl", displayUrl(url), "an http or https URL without a query");
  return url.href.replace(/\/+$/, "");
}
