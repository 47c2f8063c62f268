import { answer, failure, readAll, serve, type TestServer } from "@ecephys/fixtures/testing";
import { afterEach, expect, it } from "vitest";
import { displayUrl } from "../../src/http/display-url.ts";
import { type Fetch, httpFile } from "../../src/index.ts";
import { testFetch } from "./test-fetch.ts";

const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const start = async (...handlers: Parameters<typeof serve>) => {
  const server = await serve(...handlers);
  servers.push(server);
  return server;
};

const text = async (stream: ReadableStream<Uint8Array>) => new TextDecoder().decode(await readAll(stream));

/** As if the server at `url` were reached by https at "https://secure.test". */
const asHttps = (url: string): Fetch => {
  return (input, init) => fetch(String(input).replace("https://secure.test", url), init);
};

it.each([301, 302, 303, 307, 308])("follows %i, also to a relative address", async (status) => {
  const server = await start(answer(status, { location: "../other" }), answer(200, {}, "here"));
  const body = await httpFile({ url: `${server.url}/a/file`, fetch: testFetch }).open();
  expect(await text(body.stream)).toBe("here");
  expect(server.requests).toEqual(["GET /a/file", "GET /other"]);
});

it("keeps range and method", async () => {
  const server = await start(
    answer(302, { location: "/b" }),
    answer(206, { "content-range": "bytes 2-3/4" }, "cd"),
    answer(302, { location: "/b" }),
    answer(200, { "content-length": "4" }),
  );
  const file = httpFile({ url: `${server.url}/a`, fetch: testFetch });
  expect(await text((await file.open({ start: 2 })).stream)).toBe("cd");
  expect(await file.info()).toMatchObject({ byteLength: 4 });
  expect(server.requests).toEqual(["GET /a bytes=2-", "GET /b bytes=2-", "HEAD /a", "HEAD /b"]);
});

it("stops at a redirect loop", async () => {
  const server = await start(answer(302, { location: "/again" }));
  const error = await failure(httpFile({ url: server.url, fetch: testFetch }).open(), "fetch");
  expect(error).toMatchObject({ retryable: false, reason: "the server redirected more than 10 times" });
  expect(server.requests).toHaveLength(11);
});

it("refuses a redirect from https to http, and names its target", async () => {
  const server = await start(answer(302, { location: "http://plain.test/file?token=s3cret" }));
  const file = httpFile({ url: "https://secure.test/file", fetch: asHttps(server.url) });
  const error = await failure(file.open(), "fetch");
  expect(error.reason).toContain("from https: to http://plain.test/file?token=***");
  expect(server.requests).toHaveLength(1);
});

it("follows a redirect from http to https", async () => {
  const server = await start(answer(301, { location: "https://secure.test/file" }), answer(200, {}, "safe"));
  const file = httpFile({ url: `${server.url}/file`, fetch: asHttps(server.url) });
  expect(await text((await file.open()).stream)).toBe("safe");
});

it.each(["file:///etc/passwd", "ftp://host/file", "data:text/plain,x"])("refuses %s", async (location) => {
  const server = await start(answer(302, { location }));
  await failure(httpFile({ url: server.url, fetch: testFetch }).open(), "fetch");
});

it.each([{}, { location: "http://" }])("refuses a redirect without a usable address", async (headers) => {
  const server = await start(answer(302, headers));
  await failure(httpFile({ url: server.url, fetch: testFetch }).open(), "response");
});

it("sends credentials and headers to the same origin only", async () => {
  const seen: (string | undefined)[] = [];
  const note =
    (location?: string) =>
    (request: { headers: Record<string, unknown> }, response: { writeHead: CallableFunction }) => {
      seen.push([request.headers.authorization, request.headers["x-key"]].join(" "));
      response.writeHead(location ? 302 : 200, location ? { location } : {}).end("x");
    };
  const other = await start(note());
  const server = await start(note("/next"), note(other.url));
  const url = server.url.replace("http://", "http://us%20er:p%C3%A4ss@");
  const body = await httpFile({ url, fetch: testFetch, headers: { "x-key": "k" } }).open();
  expect(await text(body.stream)).toBe("x");
  const basic = `Basic ${Buffer.from("us er:päss").toString("base64")}`;
  expect(seen).toEqual([`${basic} k`, `${basic} k`, " "]);
});

it("never shows credentials, tokens or headers in an error or an address", async () => {
  const server = await start(
    answer(500, { "x-secret": "s3cret" }, "s3cret"),
    answer(404),
    answer(200, { "content-type": "text/html" }),
  );
  const url = `${server.url.replace("http://", "http://s3cret:s3cret@")}/f?id=12&X-Amz-Signature=s3cret#s3cret`;
  const file = httpFile({
    url,
    fetch: testFetch,
    headers: { authorization: "Bearer s3cret" },
    retry: { tries: 1 },
  });
  expect(file.url).toBe(`${server.url}/f?id=12&X-Amz-Signature=***`);
  const failures = [
    await failure(file.open(), "fetch"),
    await failure(file.open(), "not-found"),
    await failure(file.open(), "response"),
  ];
  await server.close();
  failures.push(await failure(file.open(), "fetch"));
  const broken = httpFile({
    url,
    fetch: testFetch,
    headers: { authorization: "s3cret\ns3cret" },
    retry: { tries: 1 },
  });
  failures.push(await failure(broken.open(), "argument"));
  for (const error of failures) {
    const { message, stack, cause } = error;
    expect(
      `${message} ${stack} ${String(cause)} ${String((cause as Error | undefined)?.cause)}`,
    ).not.toContain("s3cret");
  }
});

it.each([
  ["https://user:pass@host/a", "https://host/a"],
  ["https://host/a?wkf_id=123", "https://host/a?wkf_id=123"],
  ["https://host/a?token=abc&id=5", "https://host/a?token=***&id=5"],
  ["https://host/a?s3cret", "https://host/a?***"],
  ["no url with s3cret", "(not a URL)"],
])("shows %s as %s", (url, shown) => {
  expect(displayUrl(url)).toBe(shown);
});
