import { gzipSync } from "node:zlib";
import {
  answer,
  expectSame,
  failure,
  type Handler,
  sampleBytes,
  serveFile,
  timersOfRunningTime,
  tried,
} from "@ecephys/fixtures/testing";
import { afterEach, describe, expect, it } from "vitest";
import { partialPath, partialRecordPath, recordPath } from "../../src/records/hidden-paths.ts";
import { breakingOff, content, hang, PATH, reset, setup } from "./support.ts";

timersOfRunningTime();

const good = serveFile(content);
const WHOLE = [recordPath(PATH), PATH].sort();
const PARTIAL = [partialPath(PATH), partialRecordPath(PATH)].sort();
/** What a silent server is waited for, in milliseconds. */
const STALL = 600;
const http = { stallTimeout: STALL };
const html = answer(200, { "content-type": "text/html; charset=utf-8" }, "<h1>Down</h1>");
const other = serveFile(sampleBytes(600_000).reverse(), '"v2"');
const endless: Handler = (request, response) =>
  answer(302, { location: `${request.url}x` })(request, response);

const drip: Handler = (request, response) => {
  const start = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
  response.writeHead(200, { "content-length": content.length, etag: '"v1"' });
  let at = start;
  const timer = setInterval(() => {
    response.write(content.subarray(at, at + 30_000));
    at += 30_000;
    if (at >= content.length) {
      clearInterval(timer);
      response.end();
    }
  }, 20);
};

/** Answers with another part than the one that it is asked for, or does not say which. */
const wrongPart =
  (range?: string): Handler =>
  (request, response) => {
    if (request.headers.range === undefined) return good(request, response);
    response.writeHead(206, { etag: '"v1"', ...(range === undefined ? {} : { "content-range": range }) });
    response.end(content.subarray(0, 400_000));
  };

const page =
  (type: string, text: string): Handler =>
  (_request, response) => {
    response.writeHead(200, { "content-type": type, etag: '"v1"', "content-length": text.length });
    response.end(text);
  };

const gzipped: Handler = (_request, response) => {
  const body = gzipSync(content);
  response.writeHead(200, { "content-encoding": "gzip", "content-length": body.length, etag: '"v1"' });
  response.end(body);
};

/** Of each fault, that passes: what the server answers in turn, and what is asked of it. */
const PASSING: readonly (readonly [string, readonly Handler[], readonly string[]])[] = [
  ["a reset before the answer", [reset, good], ["", ""]],
  ["a reset in the body", [breakingOff({ afterwards: reset }), good], ["", "from"]],
  ["a stall in the body", [breakingOff({ afterwards: hang }), good], ["", "from"]],
  ["a stall before the answer", [hang, good], ["", ""]],
  ["a truncated body", [breakingOff(), good], ["", "from"]],
  ["a slow drip", [drip], [""]],
  ["status 500", [answer(500), good], ["", ""]],
  ["status 500 in the middle", [breakingOff(), answer(500), good], ["", "from", "from"]],
  ["status 503 with Retry-After", [answer(503, { "retry-after": "1" }), good], ["", ""]],
  ["status 429", [answer(429), good], ["", ""]],
  ["a file that changed between two parts", [breakingOff(), other], ["", "from"]],
  ["a body that is compressed", [gzipped], [""]],
  ["a part that comes whole and compressed", [breakingOff(), gzipped], ["", "from"]],
  ["another part than was asked for", [breakingOff(), wrongPart("bytes 0-399999/600000")], ["", "from", ""]],
  ["a part that is not said to be one", [breakingOff(), wrongPart()], ["", "from", ""]],
  ["a redirect", [answer(302, { location: "/elsewhere" }), good], ["", ""]],
];

/** Of each that does not: the error's code and message, how often is asked, and what is left. */
const LASTING: readonly (readonly [string, readonly Handler[], string, RegExp, number, readonly string[]])[] =
  [
    ["a reset before the answer", [reset], "fetch", /connection was lost/, 4, []],
    ["a stall", [breakingOff({ afterwards: hang }), hang], "fetch", /sent nothing for 0\.6 s/, 4, PARTIAL],
    ["status 500", [answer(500)], "fetch", /answered 500.*Try again later/, 4, []],
    ["status 503 in the middle", [breakingOff(), answer(503)], "fetch", /answered 503/, 4, PARTIAL],
    ["status 404", [answer(404)], "not-found", /answered 404/, 1, []],
    ["status 403", [answer(403)], "fetch", /answered 403.*may read it/, 1, []],
    ["an error page with status 200", [html], "response", /sent a page \(text\/html\)/, 1, []],
    ["an error page in the middle", [breakingOff(), html], "response", /sent a page/, 2, PARTIAL],
    [
      "a page that is called a file",
      [page("application/octet-stream", "\n<!DOCTYPE html><h1>Down</h1>")],
      "response",
      /sent a web page instead of the file/,
      1,
      [],
    ],
    [
      "an error document of no type",
      [page("", '<?xml version="1.0"?><Error/>')],
      "response",
      /sent a web page instead of the file/,
      1,
      [],
    ],
    ["an empty body", [answer(200, { etag: '"v1"' })], "response", /sent nothing/, 1, []],
    ["a redirect loop", [endless], "fetch", /redirected more than 10 times/, 11, []],
    [
      "a redirect to another scheme",
      [answer(302, { location: "ftp://example.org/f" })],
      "fetch",
      /redirects to ftp:.*neither http nor https/,
      1,
      [],
    ],
    [
      "a length that is wrong each time",
      [
        breakingOff({
          sent: 600_000,
          bytes: content,
          headers: { "content-length": "600100" },
        }),
      ],
      "response",
      /started 3 times/,
      7,
      PARTIAL,
    ],
  ];

afterEach(() => tried("faults"));

describe("a download survives", () => {
  it.each(PASSING)("%s", async (_, handlers, ranges) => {
    const { download, file, server, storage } = await setup(...handlers);
    const { validator } = await download({ http });
    expectSame(file(), validator === '"v2"' ? sampleBytes(600_000).reverse() : content);
    expect(server.requests.map((request) => (request.includes(" bytes=") ? "from" : ""))).toEqual(ranges);
    expect(await storage.list()).toEqual(WHOLE);
  });
});

describe("a download reports", () => {
  it.each(LASTING)("%s", async (_, handlers, code, message, requests, left) => {
    const { download, server, storage } = await setup(...handlers);
    const error = await failure(download({ http }), code as "fetch");
    expect(error.message).toMatch(message);
    expect(error.message).toContain(server.url);
    expect(server.requests).toHaveLength(requests);
    expect(await storage.list()).toEqual(left);
  });

  it("and resumes when the server works again", async () => {
    for (const [, handlers, , , requests] of LASTING.filter(([, , , , , left]) => left.length > 0)) {
      const times = Array.from({ length: requests }, (_, at) => handlers[Math.min(at, handlers.length - 1)]!);
      const { download, file, storage } = await setup(...times, good);
      await expect(download({ http })).rejects.toThrow();
      await download({ http });
      expectSame(file(), content);
      expect(await storage.list()).toEqual(WHOLE);
    }
  });
});

it("secrets in the address appear in no message and no record", async () => {
  const { download, server, storage } = await setup(breakingOff(), reset, reset, good);
  const url = `${server.url.replace("//", "//user:secret1@")}/file?token=secret2`;
  const error = await failure(download({ http: { url, retry: { tries: 2, baseDelay: 1 } } }), "fetch");
  const text = async (path: string) => new TextDecoder().decode(await storage.read(path));
  expect(`${error.message}${await text(partialRecordPath(PATH))}`).not.toContain("secret");
  await download({ http: { url } });
  expect(await text(recordPath(PATH))).toContain("token=***");
  expect(server.requests.at(-1)).toBe("GET /file?token=secret2 bytes=200000-");
});
