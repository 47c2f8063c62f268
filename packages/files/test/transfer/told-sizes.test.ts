import { gzipSync } from "node:zlib";
import { failure, type Handler, serveFile, timersOfRunningTime } from "@ecephys/fixtures/testing";
import { expect, it } from "vitest";
import { breakingOff, content, setup } from "./support.ts";

timersOfRunningTime();

const half = content.subarray(0, content.length / 2);

/** Tells the size on HEAD alone; a GET is answered in chunks that end properly after half of the file. */
const endingEarly =
  (etag: string | undefined): Handler =>
  (request, response) => {
    const headers = etag === undefined ? {} : { etag };
    if (request.method === "HEAD")
      return void response.writeHead(200, { "content-length": content.length, ...headers }).end();
    response.writeHead(200, headers);
    response.write(half);
    response.end();
  };

it.each([
  ["the same ETag", '"v1"'],
  ["no ETag", undefined],
])("a body in chunks that ends before the size told on HEAD is not put in place (%s)", async (_, etag) => {
  const { download, events, server, storage } = await setup(endingEarly(etag));
  const expected = { byteLength: content.length, validator: etag };
  const error = await failure(download({ expected }), "response");
  expect(error.message).toMatch(/ended after 300000 of 600000 bytes/);
  expect(error.resource).toContain(server.url);
  expect(events.some(({ type }) => type === "finishing")).toBe(false);
  expect((await storage.list()).filter((path) => !path.startsWith("."))).toEqual([]);
});

it("a size that is told only when a transfer is resumed counts as well", async () => {
  const chunked: Handler = (_request, response) => {
    response.writeHead(200, { etag: '"v1"' });
    response.write(half, () => setTimeout(() => response.socket?.resetAndDestroy(), 100));
  };
  const endedEarly: Handler = (_request, response) => {
    const range = `bytes ${half.length}-${content.length - 1}/${content.length}`;
    response.writeHead(206, { etag: '"v1"', "content-range": range });
    response.end(content.subarray(half.length, content.length - 1000));
  };
  const { download, file } = await setup(chunked, endedEarly, serveFile(content));
  await download();
  expect(file().byteLength).toBe(content.length);
});

it("a part that is kept of a file whose size was not told is resumed to the size that is told now", async () => {
  const unsized: Handler = (_request, response) => {
    response.writeHead(200, { etag: '"v1"' });
    response.write(half, () => setTimeout(() => response.socket?.resetAndDestroy(), 100));
  };
  const rest: Handler = (_request, response) => {
    response.writeHead(206, { etag: '"v1"', "content-range": `bytes ${half.length}-399999/*` });
    response.end(content.subarray(half.length, 400_000));
  };
  const { download } = await setup(unsized, rest);
  await failure(download({ retry: { tries: 1 } }), "fetch");
  const error = await failure(
    download({ expected: { byteLength: content.length, validator: '"v1"' }, retry: { tries: 2 } }),
    "response",
  );
  expect(error.message).toMatch(/of 600000 bytes|part/);
});

it.each(["gzip, chunked", "gzip", "deflate, chunked"])(
  "a body whose transfer encoding is %s is refused: it is not unpacked on the way",
  async (coding) => {
    const packed: Handler = (_request, response) => {
      const body = gzipSync(content);
      const text = `HTTP/1.1 200 OK\r\ntransfer-encoding: ${coding}\r\netag: "v1"\r\nconnection: close\r\n\r\n`;
      const { socket } = response;
      socket?.write(text);
      if (coding.endsWith("chunked")) socket?.write(`${body.length.toString(16)}\r\n`);
      socket?.write(body);
      socket?.end(coding.endsWith("chunked") ? "\r\n0\r\n\r\n" : "");
    };
    const { download, server, storage } = await setup(packed);
    const error = await failure(download(), "response");
    expect(error.message).toContain(`Transfer-Encoding: ${coding.split(",")[0]}`);
    expect(server.requests).toHaveLength(1);
    expect(await storage.list()).toEqual([]);
  },
);

it("a file that is resumed with the size that was told is whole", async () => {
  const { download, file } = await setup(breakingOff(), serveFile(content));
  const { byteLength } = await download({ expected: { byteLength: content.length, validator: '"v1"' } });
  expect([byteLength, file().byteLength]).toEqual([content.length, content.length]);
});
