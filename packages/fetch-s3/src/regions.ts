import { EcephysError, type Fetch } from "@ecephys/files";
import { displayUrl } from "@ecephys/files/internal";

/** "bucket.s3.amazonaws.com", "bucket.s3.us-west-2.amazonaws.com", "bucket.s3-us-west-2.amazonaws.com". */
const BUCKET_HOST = /^(.+)\.s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com$/;
/** "s3.amazonaws.com", "s3.us-west-2.amazonaws.com": the bucket is in the path. */
const SERVICE_HOST = /^s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com$/;
const REGION = /^[a-z0-9-]{2,30}$/;

/** Whether a host is a bucket's own at Amazon. */
export function isAmazonBucket(hostname: string): boolean {
  return BUCKET_HOST.test(hostname) && !SERVICE_HOST.test(hostname);
}

/**
 * A `fetch` that finds a bucket in its region. S3 answers a request in another region with 301 and the region's
 * name, but without a location that could be followed. Only hosts of Amazon are followed, as credentials may be in
 * the headers; the region is remembered.
 */
export function followingRegions(fetch: Fetch): Fetch {
  const moved = new Map<string, string>();
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    url.host = moved.get(url.host) ?? url.host;
    const response = await fetch(url.href, init);
    const region = otherRegion(response);
    if (region === undefined) return response;
    await response.body?.cancel();
    const host = hostIn(url.host, region);
    if (host === undefined || host === url.host) throw unfollowed(url, region);
    moved.set(url.host, host);
    url.host = host;
    return fetch(url.href, init);
  };
}

/** The region that a redirect without a location names. */
function otherRegion({ headers, status }: Response): string | undefined {
  if ((status !== 301 && status !== 307) || headers.has("location")) return undefined;
  return headers.get("x-amz-bucket-region") ?? undefined;
}

function hostIn(host: string, region: string): string | undefined {
  if (!REGION.test(region)) return undefined;
  if (SERVICE_HOST.test(host)) return `s3.${region}.amazonaws.com`;
  const bucket = BUCKET_HOST.exec(host)?.[1];
  return bucket === undefined ? undefined : `${bucket}.s3.${region}.amazonaws.com`;
}

function unfollowed(url: URL, region: string): EcephysError {
  const named = REGION.test(region) ? region : "another one";
  return new EcephysError("fetch", {
    action: "Fetching",
    resource: displayUrl(url),
    reason: `the bucket is in the region ${named}, and the server does not say at which address`,
    remedy: "Give the bucket's address in that region (baseUrl)",
  });
}
