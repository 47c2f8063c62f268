import { type SampleBucket, startSampleBucket } from "@ecephys/fixtures/s3";
import {
  answer,
  failure,
  KNOWN,
  readAll,
  sampleBytes,
  serve,
  serveFile,
  timersOfRunningTime,
  tried,
} from "@ecephys/fixtures/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { s3 } from "../src/index.ts";

timersOfRunningTime();

let bucket: SampleBucket;
beforeAll(async () => {
  bucket = await startSampleBucket();
});
afterEach(() => {
  tried("faults");
  bucket.intercept = undefined;
});
afterAll(() => bucket?.close());

const open = (tries = 2) => s3({ baseUrl: bucket.url, stallTimeout: 200, retry: { tries, baseDelay: 1 } });
type Intercept = NonNullable<SampleBucket["intercept"]>;

/** Strikes the first matching request only. */
function once(matches: string, strike: Intercept): Intercept {
  let struck = false;
  return (request, response) => {
    if (struck || request.method !== "GET" || !request.url?.includes(matches)) return false;
    struck = true;
    return strike(request, response);
  };
}

const STRIKES: Readonly<Record<string, Intercept>> = {
  "a 503": (_, response) => {
    response.writeHead(503, { "retry-after": "0" }).end();
    return true;
  },
  "a reset connection": (_, response) => {
    response.destroy();
    return true;
  },
  "a body that breaks off": (_, response) => {
    response.writeHead(200, { "content-length": 1000 }).write("id,");
    setImmediate(() => response.destroy());
    return true;
  },
  "a server that falls silent": (_, response) => {
    response.writeHead(200, { "content-length": 1000 }).write("id,");
    return true;
  },
};

describe("a table", () => {
  it.each(Object.entries(STRIKES))("is fetched again after %s", async (_, strike) => {
    bucket.intercept = once("probes.csv", strike);
    expect((await open().getProbes()).numRows()).toBeGreaterThan(0);
  });

  it.each(Object.entries(STRIKES))(
    "fails after %s where that does not end, and says so",
    async (_, strike) => {
      bucket.intercept = strike;
      const error = await failure(open(1).getProbes(), "fetch");
      expect(error.message).toContain("the probes (http://127.0.0.1:");
      expect(error.remedy).toMatch(/try again/i);
    },
  );
});

describe("a part of a raw recording", () => {
  const wrongRanges: Readonly<Record<string, [Intercept, RegExp]>> = {
    "the whole file in place of a part": [
      (_, response) => {
        response.writeHead(200, { "content-length": 6000 * 768 }).end(new Uint8Array(6000 * 768));
        return true;
      },
      /does not serve parts of a file/,
    ],
    "a part that was not requested": [
      (_, response) => {
        response.writeHead(206, { "content-range": `bytes 0-767/${6000 * 768}` }).end(new Uint8Array(768));
        return true;
      },
      /the server sent bytes 0 to 767 but 768 to 1535 were requested/,
    ],
    "a part that is too short": [
      (_, response) => {
        response.writeHead(206, { "content-range": `bytes 768-1000/${6000 * 768}` }).end(new Uint8Array(233));
        return true;
      },
      /the server sent bytes 768 to 1000 but 768 to 1535 were requested/,
    ],
    "a part of another version": [
      (_, response) => {
        const headers = { "content-range": `bytes 768-1535/${6000 * 768}`, etag: '"another"' };
        response.writeHead(206, headers).end(new Uint8Array(768));
        return true;
      },
      /the file changed on the server while it was read/,
    ],
  };

  it.each(Object.entries(wrongRanges))("is refused if the server sends %s", async (_, [strike, reason]) => {
    const band = await open().getSpikeBand(KNOWN.probeId);
    bucket.intercept = once("spike_band.dat", strike);
    const error = await failure(band.read({ samples: { start: 1, end: 2 } }), "response");
    expect(error.reason).toMatch(reason);
  });

  it("is requested again after a reset connection", async () => {
    const band = await open().getSpikeBand(KNOWN.probeId);
    bucket.intercept = once("spike_band.dat", STRIKES["a reset connection"] as Intercept);
    expect((await band.read({ samples: { start: 1, end: 2 } })).size).toBe(384);
  });
});

describe("a plain HTTP mirror", () => {
  it("is listed from its index pages, without what lies outside", async () => {
    const pages: Readonly<Record<string, string>> = {
      "/mirror/": `<a href="?C=N;O=D">Name</a> <a href="../">up</a> <A HREF='sessions.csv'>s</A>
        <a href="session_1/">x</a> <a href="https://elsewhere.example/mirror/evil.csv">y</a> <a href="a%20b.csv">z</a>
        <a href="/mirror/units.csv">u</a> <a href="%2e%2e/secret">t</a> <a href="x&amp;y.csv">&</a>`,
      "/mirror/session_1/": '<a href=session_1.nwb>n</a><a href="/mirror/">up</a>',
    };
    const server = await serve((request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end(pages[request.url ?? ""] ?? "");
    });
    const files = await s3({ baseUrl: `${server.url}/mirror` }).listFiles();
    await server.close();
    expect(files.map(({ path }) => path)).toEqual([
      "sessions.csv",
      "a b.csv",
      "units.csv",
      "x&y.csv",
      "session_1/session_1.nwb",
    ]);
  });

  it("without HEAD gives files with their size", async () => {
    const content = sampleBytes(1000);
    const file = serveFile(content);
    const server = await serve((request, response) =>
      request.method === "HEAD" ? answer(405)(request, response) : file(request, response),
    );
    const found = await s3({ baseUrl: server.url }).getSessionData(1);
    expect(await found.info()).toEqual({ byteLength: 1000, validator: '"v1"' });
    expect(await readAll((await found.open()).stream)).toHaveLength(1000);
    await server.close();
  });

  it.each([
    ["a page", "<p>Log in"],
    ["half a list", "<ListBucketResult><Contents><Key>a</Key><Size>1</Size></Contents>"],
    ["a list that says nothing of further pages", "<ListBucketResult></ListBucketResult>"],
    [
      "an entry without size",
      "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a</Key></Contents></ListBucketResult>",
    ],
  ])("that answers a list with %s is told so", async (_, text) => {
    const server = await serve(answer(200, { "content-type": "application/xml" }, text));
    const error = await failure(s3({ baseUrl: server.url, bucketUrl: server.url }).listFiles(), "response");
    await server.close();
    expect(error.reason).toBe("the server's answer is not the list of a bucket");
    expect(error.remedy).toContain("bucketUrl");
  });

  it("whose list follows itself is not followed for ever", async () => {
    const page = `<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken></ListBucketResult>`;
    const server = await serve(answer(200, { "content-type": "application/xml" }, page));
    const error = await failure(s3({ baseUrl: server.url, bucketUrl: server.url }).listFiles(), "response");
    await server.close();
    expect(error.reason).toBe("the list's pages follow themselves");
  });
});
