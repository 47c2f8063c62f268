import { answer, failure, type Handler, serve } from "@ecephys/fixtures/testing";
import { afterEach, describe, expect, it } from "vitest";
import { s3 } from "../src/index.ts";

let server: Awaited<ReturnType<typeof serve>> | undefined;
afterEach(() => server?.close());

/** Plays hosts of Amazon by a server of ours; the requests name the host. */
async function playAmazon(...handlers: Handler[]) {
  server = await serve(...handlers);
  const origin = server.url;
  const hosts: string[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    const url = new URL(String(input));
    hosts.push(url.host);
    return globalThis.fetch(`${origin}${url.pathname}${url.search}`, init);
  };
  return { fetch, hosts };
}

const SESSIONS = "id,session_type\n715093703,brain_observatory_1.1\n";
const moved = answer(
  301,
  { "x-amz-bucket-region": "us-west-2" },
  "<Error><Code>PermanentRedirect</Code></Error>",
);
const csv = answer(200, { "content-type": "text/csv", etag: '"v1"' }, SESSIONS);

describe("a bucket in another region", () => {
  it.each([
    ["https://bucket.s3.amazonaws.com/cache/", "bucket.s3.us-west-2.amazonaws.com"],
    ["https://bucket.s3.us-east-1.amazonaws.com/cache", "bucket.s3.us-west-2.amazonaws.com"],
    ["https://bucket.s3-eu-west-1.amazonaws.com/cache", "bucket.s3.us-west-2.amazonaws.com"],
    ["https://s3.amazonaws.com/bucket/cache/", "s3.us-west-2.amazonaws.com"],
  ])("of %s is found at %s, and remembered", async (baseUrl, host) => {
    const { fetch, hosts } = await playAmazon(moved, csv);
    const api = s3({ baseUrl, fetch });
    expect((await api.getSessions()).numRows()).toBe(1);
    expect((await api.getSessions()).numRows()).toBe(1);
    expect(hosts).toEqual([new URL(baseUrl).host, host, host]);
  });

  it("on another server, or moved without end, is an error that says what to do", async () => {
    const { fetch } = await playAmazon(moved);
    for (const baseUrl of ["http://minio.lab/bucket/", "https://bucket.s3.us-west-2.amazonaws.com/cache/"]) {
      const error = await failure(s3({ baseUrl, fetch }).getSessions(), "fetch");
      expect(error.reason).toBe(
        "the bucket is in the region us-west-2, and the server does not say at which address",
      );
      expect(error.remedy).toBe("Give the bucket's address in that region (baseUrl)");
    }
  });

  it("is not looked for where the region's name is none", async () => {
    const { fetch, hosts } = await playAmazon(answer(301, { "x-amz-bucket-region": "evil.example/#" }));
    await failure(s3({ baseUrl: "https://bucket.s3.amazonaws.com/", fetch }).getSessions(), "fetch");
    expect(hosts).toEqual(["bucket.s3.amazonaws.com"]);
  });

  it("is found by a redirect with a location too", async () => {
    const { fetch, hosts } = await playAmazon(
      answer(307, { location: "https://bucket.s3.eu-west-1.amazonaws.com/cache/sessions.csv" }),
      csv,
    );
    expect(
      (await s3({ baseUrl: "https://bucket.s3.amazonaws.com/cache", fetch }).getSessions()).numRows(),
    ).toBe(1);
    expect(hosts[1]).toBe("bucket.s3.eu-west-1.amazonaws.com");
  });
});

describe("a bucket's address", () => {
  it("is the Institute's by default, and lists are requested from its root", async () => {
    const { fetch, hosts } = await playAmazon(answer(404));
    await failure(s3({ fetch }).listFiles(), "not-found");
    expect(hosts).toEqual(["allen-brain-observatory.s3.us-west-2.amazonaws.com"]);
    expect(server?.requests).toEqual([
      "GET /?list-type=2&prefix=visual-coding-neuropixels%2Fecephys-cache%2F",
    ]);
  });
});
