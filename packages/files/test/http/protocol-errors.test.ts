import { type AddressInfo, createServer } from "node:net";
import { answer, failure, serve } from "@ecephys/fixtures/testing";
import { afterAll, describe, expect, it } from "vitest";
import { httpFile } from "../../src/http/http-file.ts";
import { testFetch } from "./test-fetch.ts";

const closing: (() => Promise<void> | void)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

/** A server that sends these bytes to every connection, whatever it is asked. */
async function speaking(text: string) {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on("error", () => {});
    socket.once("data", () => socket.end(text));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => void server.close());
  return { port: (server.address() as AddressInfo).port, count: () => connections };
}

const file = (url: string) => httpFile({ url, fetch: testFetch, retry: { tries: 4, baseDelay: 1 } });

describe("an error that the next try would only repeat is not tried again", () => {
  it.each([
    ["another protocol", "SSH-2.0-OpenSSH_9.6\r\n"],
    ["a status that is no number", "HTTP/1.1 OK\r\n\r\n"],
    ["a header without a colon", "HTTP/1.1 200 OK\r\nserver\r\n\r\n"],
  ])("%s", async (_, text) => {
    const { count, port } = await speaking(text);
    const error = await failure(file(`http://127.0.0.1:${port}/f`).open(), "fetch");
    expect(error.reason).toMatch(/the answer breaks the rules of HTTP \(HPE_\w+\)/);
    expect(error.remedy).toMatch(/Check the address/);
    expect([error.retryable, count()]).toEqual([false, 1]);
  });

  it("two lengths, unless the platform takes them for a transfer that broke", async () => {
    const { count, port } = await speaking(
      "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello",
    );
    const error = await failure(file(`http://127.0.0.1:${port}/f`).open(), "fetch");
    if (/UND_ERR_RES_CONTENT_LENGTH_MISMATCH/.test(error.reason)) return;
    expect(error.reason).toMatch(/the answer breaks the rules of HTTP \(HPE_\w+\)/);
    expect(error.remedy).toMatch(/Check the address/);
    expect([error.retryable, count()]).toEqual([false, 1]);
  });

  it("https to a server that speaks http", async () => {
    const server = await serve(answer(200));
    closing.push(() => server.close());
    const error = await failure(file(`${server.url.replace("http:", "https:")}/f`).open(), "fetch");
    expect(error.reason).toMatch(/the server does not speak TLS/);
    expect([error.retryable, server.connections]).toEqual([false, 1]);
  });

  it.each(["file:///etc/passwd", "data:text/plain,hello", "javascript:alert(1)"])(
    "a redirect to %s, which is named",
    async (location) => {
      const server = await serve(answer(302, { location }));
      closing.push(() => server.close());
      const error = await failure(file(`${server.url}/f`).open(), "fetch");
      const shown = location.startsWith("file:") ? location : location.replace(/:.*/, ":…");
      expect(error.reason).toContain(`redirects to ${shown}, an address that is neither http nor https`);
      expect([error.retryable, server.requests.length]).toEqual([false, 1]);
    },
  );
});

it("an answer that ends within its head may be whole the next time, and is tried again", async () => {
  const { count, port } = await speaking("HTTP/1.1 200 OK\r\ncontent-le");
  const error = await failure(file(`http://127.0.0.1:${port}/f`).open(), "fetch");
  expect([error.retryable, count()]).toEqual([true, 4]);
});
