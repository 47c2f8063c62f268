import {
  type ArgumentChecks,
  argumentChecks,
  EcephysError,
  type Fetch,
  type OptionNames,
  type RetryOptions,
} from "@ecephys/files";
import { checkRetry, displayUrl } from "@ecephys/files/internal";
import type { S3Options } from "./options.ts";
import { followingRegions, isAmazonBucket } from "./regions.ts";

/** Options in the form that the requests need. */
export interface S3Settings {
  /** Directories: their addresses end in a slash. */
  readonly baseUrl: URL;
  readonly rawDataUrl: URL;
  readonly bucketUrl: URL | undefined;
  readonly http: {
    readonly fetch: Fetch;
    readonly headers: Readonly<Record<string, string>> | undefined;
    readonly stallTimeout: number | undefined;
    readonly retry: RetryOptions;
  };
}

export const PUBLIC_URL =
  "https://allen-brain-observatory.s3.us-west-2.amazonaws.com/visual-coding-neuropixels/ecephys-cache/";

const ACTION = "Opening the S3 backend";

const S3_OPTIONS: OptionNames<S3Options> = {
  baseUrl: true,
  rawDataUrl: true,
  bucketUrl: true,
  fetch: true,
  headers: true,
  stallTimeout: true,
  retry: true,
};

/** @throws an EcephysError "argument" that names the option. */
export function normalize(options: S3Options): S3Settings {
  const checks = argumentChecks(ACTION);
  const given = checks.knownOptions(options, S3_OPTIONS);
  const { fetch = (...request) => globalThis.fetch(...request), headers, retry = {}, stallTimeout } = given;
  checks.positive("the option stallTimeout", stallTimeout, "milliseconds");
  checkRetry(checks, retry);
  const baseUrl = directoryUrl("baseUrl", given.baseUrl ?? PUBLIC_URL, checks);
  const rawDataUrl = directoryUrl("rawDataUrl", given.rawDataUrl ?? new URL("../raw-data/", baseUrl), checks);
  const bucketUrl =
    given.bucketUrl === undefined
      ? amazonBucket(baseUrl)
      : directoryUrl("bucketUrl", given.bucketUrl, checks);
  return {
    baseUrl,
    rawDataUrl,
    bucketUrl,
    http: { fetch: followingRegions(fetch), headers, stallTimeout, retry },
  };
}

function amazonBucket(baseUrl: URL): URL | undefined {
  return isAmazonBucket(baseUrl.hostname) ? new URL("/", baseUrl) : undefined;
}

function directoryUrl(option: keyof S3Options, given: string | URL, { refusal }: ArgumentChecks): URL {
  // What is no address may still hold a password, and is not shown.
  if (!URL.canParse(String(given)))
    throw new EcephysError("argument", {
      action: ACTION,
      resource: `the option ${option}`,
      reason: "it is not an address",
      remedy: `Give one with its scheme, such as ${PUBLIC_URL}`,
    });
  const url = new URL(String(given));
  if (!/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "")
    throw refusal(`the option ${option}`, displayUrl(url), "an http or https URL without a query");
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}
