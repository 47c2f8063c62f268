import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { type IncomingHttpHeaders, request } from "node:http";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { s3 } from "@ecephys/fetch-s3";
import { writeCacheDirectory } from "@ecephys/fixtures";
import { DANDI_SESSION, type SampleDandi, startSampleDandi } from "@ecephys/fixtures/dandi";
import { type SampleBucket, startSampleBucket } from "@ecephys/fixtures/s3";
import { failure } from "@ecephys/fixtures/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ServeFlags } from "../../src/serve/flags.ts";
import { runServe } from "../../src/serve/run-serve.ts";
import { finished, start, temporaryDirectory } from "../support/ecephys.ts";

let archive: SampleDandi;
let bucket: SampleBucket;
let scratch: ReturnType<typeof temporaryDirectory>;
let cache: string;
let stop = async () => {};
beforeAll(async () => {
  [archive, bucket] = await Promise.all([startSampleDandi(), startSampleBucket()]);
  scratch = temporaryDirectory();
  cache = mkdtempSync(join(scratch.path, "cache-"));
  writeCacheDirectory("mini", cache);
});
afterEach(async () => {
  await stop();
  stop = async () => {};
});
afterAll(async () => {
  await archive.close();
  await bucket.close();
  scratch.remove();
});

/** Starts a server and returns its address. */
async function serve(own: Partial<ServeFlags> = {}, directory?: string): Promise<string> {
  const controller = new AbortController();
  const stdout = new PassThrough();
  const flags: ServeFlags = { source: "public", color: false, port: 0, json: true, cache, ...own };
  const env = { ECEPHYS_S3_URL: bucket.url, ECEPHYS_DANDI_URL: archive.apiUrl };
  const io = { stdout, stderr: new PassThrough(), env };
  const running = runServe(directory, flags, { io, signal: controller.signal });
  const first = new Promise<string>((resolve) => stdout.once("data", (chunk) => resolve(String(chunk))));
  const { url } = JSON.parse(await Promise.race([first, running.then(() => "{}")]));
  stop = async () => {
    controller.abort();
    await running;
  };
  return url;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A request whose path and Host header are sent as they are. */
function ask(
  url: string,
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, headers, method }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.on("error", reject).end();
  });
}

describe("the cache, served", () => {
  it("comes whole, in ranges and conditionally, as a good server gives files", async () => {
    const url = await serve();
    const whole = await ask(url, "/cache/sessions.csv");
    expect(whole).toMatchObject({
      status: 200,
      headers: { "accept-ranges": "bytes", "content-length": "798" },
    });
    expect(whole.body.toString()).toMatch(/^id,date_of_acquisition/);
    const part = await ask(url, "/cache/sessions.csv", { range: "bytes=3-6" });
    expect(part).toMatchObject({
      status: 206,
      headers: { "content-range": "bytes 3-6/798", "content-length": "4" },
    });
    expect(part.body.toString()).toBe("date");
    expect((await ask(url, "/cache/sessions.csv", { range: "bytes=-2" })).body).toHaveLength(2);
    expect(await ask(url, "/cache/sessions.csv", { range: "bytes=798-" })).toMatchObject({
      status: 416,
      headers: { "content-range": "bytes */798" },
    });
    const etag = whole.headers.etag ?? "";
    for (const known of [etag, `"other", ${etag}`, `W/${etag}`, "*"])
      expect((await ask(url, "/cache/sessions.csv", { "if-none-match": known })).status, known).toBe(304);
    expect((await ask(url, "/cache/sessions.csv", { "if-none-match": '"other"' })).status).toBe(200);
    const head = await ask(url, "/cache/sessions.csv", { range: "bytes=3-6" }, "HEAD");
    expect(head).toMatchObject({ status: 206, headers: { "content-range": "bytes 3-6/798" } });
    expect(head.body).toHaveLength(0);
    expect(
      (await ask(url, "/cache/sessions.csv", { range: "bytes=0-1", "if-range": '"other"' })).status,
    ).toBe(200);
    expect((await ask(url, "/cache/sessions.csv", {}, "HEAD")).body).toHaveLength(0);
    expect((await ask(url, "/cache/sessions.csv", {}, "DELETE")).status).toBe(405);
  });

  it("comes in several ranges of one request, which have to be in order and apart", async () => {
    const url = await serve();
    const path = "/cache/sessions.csv";
    const whole = (await ask(url, path)).body.toString();
    const several = await ask(url, path, { range: "bytes=3-6,10-19, 700-9999" });
    const boundary = /^multipart\/byteranges; boundary=(\S+)$/.exec(
      several.headers["content-type"] ?? "",
    )?.[1];
    const part = (start: number, end: number) =>
      `\r\n--${boundary}\r\ncontent-type: text/csv; charset=utf-8\r\n` +
      `content-range: bytes ${start}-${end - 1}/798\r\n\r\n${whole.slice(start, end)}`;
    expect(several.status).toBe(206);
    expect(several.body.toString()).toBe(
      `${part(3, 7)}${part(10, 20)}${part(700, 798)}\r\n--${boundary}--\r\n`,
    );
    expect(several.headers["content-length"]).toBe(String(several.body.length));
    const many = Array.from({ length: 300 }, (_, i) => `${2 * i}-${2 * i}`).join();
    for (const range of [
      "bytes=10-19,3-6",
      "bytes=0-9,5-14",
      "bytes=0-9,900-909",
      "bytes=0-9,x",
      `bytes=${many}`,
    ])
      expect(await ask(url, path, { range }), range.slice(0, 20)).toMatchObject({ status: 200 });
    const other = { range: "bytes=0-1,3-4", "if-range": '"other"' };
    expect((await ask(url, path, other)).status).toBe(200);
  });

  it("is a mirror for s3()", async () => {
    const url = await serve();
    const api = s3({ baseUrl: `${url}cache/` });
    expect((await api.getProbes()).numRows()).toBeGreaterThan(0);
    expect((await api.listFiles()).map(({ path }) => path)).toContain(
      "session_715093703/session_715093703.nwb",
    );
    await failure(api.getSessionData(1), "not-found");
  });
});

describe("nothing else is served", () => {
  it("not by paths that lead out, and no hidden files", async () => {
    const url = await serve({}, cache);
    for (const path of [
      "/files/../../etc/passwd",
      "/files/%2e%2e/%2e%2e/etc/passwd",
      "/files/..%2f..%2fetc%2fpasswd",
      "/files//etc/passwd",
      "/files/.ecephys/x",
      "/files/a%00b",
      "/files/%ff",
      "//[",
      "http://localhost/etc/passwd",
      "/etc/passwd",
      "/cache/sessions.csv",
    ])
      expect(await ask(url, path), path).toMatchObject({ status: 404 });
    expect((await ask(url, "http://[/files/sessions.csv")).status).toBe(400);
    expect((await ask(url, "/files/sessions.csv")).status).toBe(200);
  });

  it("not by symbolic links that lead out of the directory, unless that is wanted", async () => {
    const directory = mkdtempSync(join(scratch.path, "links-"));
    mkdirSync(join(directory, "inner"));
    writeFileSync(join(directory, "inner", "own.txt"), "own");
    writeFileSync(join(scratch.path, "secret.txt"), "secret");
    symlinkSync(join(scratch.path, "secret.txt"), join(directory, "out.txt"));
    symlinkSync(scratch.path, join(directory, "up"));
    symlinkSync(join(directory, "inner", "own.txt"), join(directory, "in.txt"));
    const strict = await serve({}, directory);
    expect((await ask(strict, "/files/in.txt")).body.toString()).toBe("own");
    const refused = await ask(strict, "/files/out.txt");
    expect(refused.status).toBe(404);
    expect(refused.body.toString()).toContain("--follow-links");
    expect((await ask(strict, "/files/up/secret.txt")).status).toBe(404);
    expect((await ask(strict, "/files/up/")).status).toBe(404);
    await stop();
    const following = await serve({ followLinks: true }, directory);
    expect((await ask(following, "/files/out.txt")).body.toString()).toBe("secret");
  });

  it("not to pages elsewhere whose host name was made to point here", async () => {
    const url = await serve();
    for (const host of ["evil.example", "evil.example:80", `evil.example:${new URL(url).port}`, "127.0.0.1"])
      expect(await ask(url, "/cache/sessions.csv", { host }), host).toMatchObject({ status: 421 });
    expect((await ask(url, "/cache/sessions.csv", { host: `localhost:${new URL(url).port}` })).status).toBe(
      200,
    );
  });

  it("not to pages of other origins, unless theirs was allowed", async () => {
    const origin = "https://lab.example.org";
    const closed = await serve();
    const refused = await ask(closed, "/cache/sessions.csv", { origin });
    expect(refused).toMatchObject({ status: 403 });
    expect(refused.headers["access-control-allow-origin"]).toBeUndefined();
    expect(refused.body.toString()).toContain("--allow-origin https://lab.example.org");
    await stop();
    const open = await serve({ allowOrigin: [origin] });
    const allowed = await ask(open, "/cache/sessions.csv", { origin, range: "bytes=0-1" });
    expect(allowed).toMatchObject({
      status: 206,
      headers: {
        "access-control-allow-origin": origin,
        "access-control-expose-headers": "content-range, content-length, accept-ranges, etag",
      },
    });
    const preflight = {
      origin,
      "access-control-request-method": "GET",
      "access-control-request-headers": "range",
    };
    expect(await ask(open, "/cache/sessions.csv", preflight, "OPTIONS")).toMatchObject({
      status: 204,
      headers: { "access-control-allow-headers": expect.stringContaining("range") },
    });
    expect((await ask(open, "/cache/sessions.csv", { origin: "https://evil.example" })).status).toBe(403);
  });

  it("not without the token, where there is one", async () => {
    const url = await serve({ token: "let me in" });
    expect((await ask(url, "/cache/sessions.csv")).status).toBe(401);
    expect((await ask(url, "/cache/sessions.csv?token=wrong")).status).toBe(401);
    expect((await ask(url, "/cache/sessions.csv?token=let%20me%20in")).status).toBe(200);
    expect((await ask(url, "/cache/sessions.csv", { authorization: "Bearer let me in" })).status).toBe(200);
  });
});

describe("sources, passed on", () => {
  it("the bucket is asked for each part once", async () => {
    const url = await serve({ from: ["s3"] });
    const path = "/s3/session_715093703/session_715093703.nwb";
    const part = await ask(url, path, { range: "bytes=0-7" });
    expect(part).toMatchObject({ status: 206, headers: { etag: expect.stringMatching(/^"[\da-f]{32}"$/) } });
    expect(part.body.toString("latin1")).toBe("\x89HDF\r\n\x1a\n");
    bucket.requests.length = 0;
    expect((await ask(url, path)).body.byteLength).toBe(2_978_904);
    expect(bucket.requests).toEqual([]);
    expect(
      (await ask(url, "/raw-data/715093703/752552876/lfp_band.dat", { range: "bytes=0-767" })).status,
    ).toBe(206);
    expect(await ask(url, "/s3/nothing.csv")).toMatchObject({ status: 404 });
    expect((await s3({ baseUrl: `${url}s3/` }).getUnits()).numRows()).toBeGreaterThan(0);
  });

  it("a dandiset is read by its paths", async () => {
    const url = await serve({ from: ["dandi://000021"] });
    const part = await ask(url, `/dandi/000021/${DANDI_SESSION}`, { range: "bytes=1-3" });
    expect(part.body.toString()).toBe("HDF");
    expect(await ask(url, "/dandi/000021/sub-0/nothing.nwb")).toMatchObject({ status: 404 });
    expect(await ask(url, "/dandi/000999/any.nwb")).toMatchObject({ status: 404 });
  });

  it("that fail are a bad gateway, in words", async () => {
    const url = await serve({ from: ["s3"] });
    bucket.intercept = (_, response) => {
      response.writeHead(403).end();
      return true;
    };
    const { body, status } = await ask(url, "/s3/units.csv");
    bucket.intercept = undefined;
    expect(status).toBe(403);
    expect(body.toString()).toContain("the server answered 403");
    expect((await ask(url, "/s3/units.csv")).status).toBe(200);
  });
});

describe("ecephys serve", () => {
  it("prints its addresses, and ends cleanly by Ctrl-C", async () => {
    const child = start(["serve", "--cache", cache, "--port", "0"]);
    const done = finished(child);
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    child.kill("SIGINT");
    const { code, stderr, stdout } = await done;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      new RegExp(`^Serving\n {2}http://127\\.0\\.0\\.1:\\d+/cache/ ${cache}\nCtrl-C ends it\\.\n$`),
    );
  });

  it("says what to do where it cannot serve", async () => {
    const url = await serve();
    const port = Number(new URL(url).port);
    await expect(serve({ port })).rejects.toThrow("another program uses it");
    await expect(serve({ from: ["s3"], offline: true })).rejects.toThrow(
      "nothing is passed on while offline",
    );
    await expect(serve({}, join(scratch.path, "nowhere"))).rejects.toThrow("there is no such directory");
  });
});
