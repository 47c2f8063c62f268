import {
  argumentChecks,
  EcephysError,
  type Fetch,
  type OptionNames,
  type RetryOptions,
} from "@ecephys/files";
import { checkRetry, displayUrl } from "@ecephys/files/internal";
import type { DandiOptions } from "./options.ts";

/** Options in the form that the requests need. */
export interface DandiSettings {
  readonly dandiset: string;
  readonly version: string | undefined;
  /** Its path does not end in a slash. */
  readonly apiUrl: URL;
  readonly token: string | undefined;
  readonly pageSize: number;
  readonly http: {
    readonly fetch: Fetch;
    readonly stallTimeout: number | undefined;
    readonly retry: RetryOptions;
  };
}

const ACTION = "Opening a dandiset";
const API_URL = "https://api.dandiarchive.org/api";

const DANDI_OPTIONS: OptionNames<DandiOptions> = {
  version: true,
  apiUrl: true,
  token: true,
  fetch: true,
  stallTimeout: true,
  retry: true,
  pageSize: true,
};

/** @throws an EcephysError "argument" that names the option, and does not show the token. */
export function normalize(dandiset: string, options: DandiOptions): DandiSettings {
  const checks = argumentChecks(ACTION);
  const given = checks.knownOptions(options, DANDI_OPTIONS);
  if (typeof dandiset !== "string" || !/^\d{6}$/.test(dandiset))
    throw checks.refusal("the dandiset", dandiset, 'an identifier of six digits, such as "000021"');
  const {
    fetch = (...request) => globalThis.fetch(...request),
    retry = {},
    stallTimeout,
    token,
    version,
  } = given;
  if (version !== undefined && !/^(draft|\d+\.\d+\.\d+)$/.test(version))
    throw checks.refusal("the option version", version, 'a version such as "0.210914.1900", or "draft"');
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
    throw new EcephysError("argument", {
      action: ACTION,
      resource: "the option token",
      reason: "it is not an API key: it is empty, or has characters that no header can have",
      remedy: "Copy it again from your account at the archive",
    });
  checks.positive("the option stallTimeout", stallTimeout, "milliseconds");
  checkRetry(checks, retry);
  return {
    dandiset,
    version,
    apiUrl: apiUrlOf(given.apiUrl ?? API_URL),
    token,
    pageSize: checks.count("the option pageSize", given.pageSize ?? 200, 1, 1000),
    http: { fetch, stallTimeout, retry },
  };
}

function apiUrlOf(given: string | URL): URL {
  const url = URL.canParse(String(given)) ? new URL(String(given)) : undefined;
  const isPlain =
    url !== undefined && url.search === "" && url.hash === "" && url.username + url.password === "";
  if (!isPlain || !/^https?:$/.test(url.protocol))
    throw new EcephysError("argument", {
      action: ACTION,
      resource: "the option apiUrl",
      reason: url === undefined ? "it is not an address" : `${displayUrl(url)} is not the root of an API`,
      remedy: `Give an http or https URL such as ${API_URL}`,
    });
  url.pathname = url.pathname.replace(/\/+$/, "");
  return url;
}
