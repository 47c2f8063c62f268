import { createServer, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { selfSignedCertificate } from "@ecephys/fixtures";
import { answer, failure, serve } from "@ecephys/fixtures/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { httpFile } from "../../src/index.ts";
import { nodeFetch } from "../../src/node.ts";
import { AGENTS } from "../../src/node-http/lines.ts";
import { proxyFor } from "../../src/node-http/proxy.ts";

const { certificate, key } = selfSignedCertificate();
const NAMES = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"].flatMap((name) => [
  name,
  name.toUpperCase(),
]);
const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
const listening = (server: Server | ReturnType<typeof createSecureServer>) =>
  new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));

/** What the proxy was asked, with the credentials that it was given. */
const asked: string[] = [];
let proxy: Server;
let secure: ReturnType<typeof createSecureServer>;
let before: Record<string, string | undefined>;

beforeAll(async () => {
  proxy = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers["proxy-authorization"] ?? ""}`.trim());
    response
      .writeHead(200, { "content-length": 5, etag: '"v1"' })
      .end(request.method === "HEAD" ? "" : "plain");
  });
  proxy.on("connect", ({ method, url = "", headers }, socket) => {
    asked.push(`${method} ${url} ${headers["proxy-authorization"] ?? ""}`.trim());
    if (url.startsWith("forbidden")) return void socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    // Whatever the name, the server of this test.
    const line = connect(portOf(secure), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      line.pipe(socket).pipe(line);
    });
    line.on("error", () => socket.destroy());
    socket.on("error", () => line.destroy());
  });
  secure = createSecureServer({ cert: certificate, key }, (request, response) => {
    response.writeHead(200, { "content-length": 6, etag: '"v1"' });
    response.end(request.method === "HEAD" ? "" : "secret");
  });
  await Promise.all([listening(proxy), listening(secure)]);
  AGENTS["https:"].options.ca = certificate;
});
afterAll(() => {
  delete AGENTS["https:"].options.ca;
  for (const server of [proxy, secure]) {
    server.close();
    server.closeAllConnections();
  }
});
beforeEach(() => {
  before = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));
  for (const name of NAMES) delete process.env[name];
  asked.length = 0;
});
afterEach(() => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

const file = (url: string) => httpFile({ url, fetch: nodeFetch, retry: { tries: 2, baseDelay: 1 } });
const read = async (url: string) => {
  const { byteLength } = await file(url).info();
  const { stream } = await file(url).open();
  return `${byteLength} ${await new Response(stream).text()}`;
};

describe("a file is fetched through the proxy that the environment sets", () => {
  it("an http address by the proxy itself", async () => {
    process.env.HTTP_PROXY = `http://bob:pass%20word@127.0.0.1:${portOf(proxy)}`;
    expect(await read("http://lab.invalid/file")).toBe("5 plain");
    const credentials = `Basic ${btoa("bob:pass word")}`;
    expect(asked).toEqual([
      `HEAD http://lab.invalid/file ${credentials}`,
      `GET http://lab.invalid/file ${credentials}`,
    ]);
  });

  it("an https address through a tunnel, which is kept for the next request", async () => {
    process.env.https_proxy = `127.0.0.1:${portOf(proxy)}`;
    expect(await read(`https://127.0.0.1:${portOf(secure)}/file`)).toBe("6 secret");
    expect(asked.every((line) => line === `CONNECT 127.0.0.1:${portOf(secure)}`)).toBe(true);
  });

  it("not where NO_PROXY names the host", async () => {
    const server = await serve(answer(200, { "content-length": "2" }, "no"));
    process.env.HTTP_PROXY = `http://127.0.0.1:${portOf(proxy)}`;
    process.env.NO_PROXY = "lab.example, 127.0.0.1";
    const { stream } = await file(`${server.url}/file`).open();
    expect([await new Response(stream).text(), asked]).toEqual(["no", []]);
    await server.close();
  });
});

describe("a proxy that fails is named, without its password", () => {
  it.each([
    [
      "that nothing answers",
      "http://bob:secret@127.0.0.1:9",
      "http://lab.invalid/f",
      /the proxy http:\/\/127\.0\.0\.1:9 \(HTTPS?_PROXY\) failed: it refused the connection/,
    ],
    [
      "of a tunnel that nothing answers",
      "http://bob:secret@127.0.0.1:9",
      "https://lab.invalid/f",
      /the proxy http:\/\/127\.0\.0\.1:9 \(HTTPS_PROXY\) failed/,
    ],
    [
      "that is no address",
      "ht tp://bob:secret@x",
      "http://lab.invalid/f",
      /the proxy of HTTP_PROXY is no http or https address/,
    ],
    [
      "of another protocol",
      "socks5://bob:secret@127.0.0.1:9",
      "http://lab.invalid/f",
      /is no http or https address/,
    ],
  ])("one %s", async (_, value, url, reason) => {
    process.env.HTTP_PROXY = value;
    process.env.HTTPS_PROXY = value;
    const error = await failure(file(url).open(), "fetch");
    expect(error.reason).toMatch(reason);
    expect(error.message).not.toMatch(/secret|bob/);
    expect(error.remedy).toContain("NO_PROXY");
  });

  it("one that refuses the tunnel, which is not tried again", async () => {
    process.env.HTTPS_PROXY = `http://127.0.0.1:${portOf(proxy)}`;
    const error = await failure(file("https://forbidden.invalid/f").open(), "fetch");
    expect(error.reason).toMatch(/\(HTTPS_PROXY\) failed: it answered 403/);
    expect([error.retryable, asked.length]).toEqual([false, 1]);
  });

  it("a proxy that a `fetch` does not use is told where its connection fails", async () => {
    process.env.HTTPS_PROXY = "http://127.0.0.1:9";
    const error = await failure(
      httpFile({ url: "http://127.0.0.1:9/f", retry: { tries: 1 } }).open(),
      "fetch",
    );
    expect(error.remedy).toMatch(/HTTPS_PROXY is set.*nodeFetch/);
  });
});

it.each([
  ["https://api.example/x", { HTTPS_PROXY: "p:1" }, "p:1 HTTPS_PROXY"],
  ["https://api.example/x", { HTTP_PROXY: "p:1" }, undefined],
  ["http://api.example/x", { HTTP_PROXY: "p:1", http_proxy: "q:2" }, "q:2 http_proxy"],
  ["http://api.example/x", { ALL_PROXY: "p:1" }, "p:1 ALL_PROXY"],
  ["http://api.example/x", { HTTP_PROXY: "" }, undefined],
  ["http://api.example/x", { HTTP_PROXY: "p:1", NO_PROXY: "*" }, undefined],
  ["http://api.example/x", { HTTP_PROXY: "p:1", NO_PROXY: ".example" }, undefined],
  ["http://api.example/x", { HTTP_PROXY: "p:1", no_proxy: "*.example" }, undefined],
  ["http://api.example/x", { HTTP_PROXY: "p:1", NO_PROXY: "xample,pi.example" }, "p:1 HTTP_PROXY"],
  ["http://api.example/x", { HTTP_PROXY: "p:1", NO_PROXY: "api.example:80" }, undefined],
  ["http://api.example/x", { HTTP_PROXY: "p:1", NO_PROXY: "api.example:81" }, "p:1 HTTP_PROXY"],
  ["http://[::1]:80/x", { HTTP_PROXY: "p:1", NO_PROXY: "[::1]" }, undefined],
])("the proxy of %s with %j is %s", (address, environment, expected) => {
  const found = proxyFor(new URL(address), environment);
  expect(found && `${found.url.host} ${found.variable}`).toBe(expected);
});
