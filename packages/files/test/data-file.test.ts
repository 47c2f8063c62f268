import { serve } from "@ecephys/fixtures/testing";
import { describe, expect, it } from "vitest";
import { dataFileBytes, httpFile, memoryDataFile, remoteDataFile } from "../src/index.ts";

const bytes = Uint8Array.from({ length: 1000 }, (_, at) => at % 251);

/** Serves the bytes by ranges, under the ETag that `version` has at the time. */
async function server(version = { etag: '"v1"' }) {
  return serve((request, response) => {
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
    const start = Number(from ?? 0);
    const end = to ? Number(to) + 1 : bytes.length;
    const range = { "content-range": `bytes ${start}-${end - 1}/${bytes.length}` };
    response.writeHead(from === undefined ? 200 : 206, {
      etag: version.etag,
      "accept-ranges": "bytes",
      "content-length": end - start,
      ...(from === undefined ? {} : range),
    });
    response.end(request.method === "HEAD" ? undefined : bytes.subarray(start, end));
  });
}

describe("a file on a server, as readers are given it", () => {
  it("has its name, length and validator, and is read by ranges alone", async () => {
    const { close, requests, url } = await server();
    const file = await remoteDataFile(httpFile({ url: `${url}/session.nwb` }));
    expect(file).toMatchObject({ name: `${url}/session.nwb`, byteLength: 1000, validator: '"v1"' });
    expect(file.localPath).toBeUndefined();
    const source = await file.source();
    expect(await source.slice(10, 13)).toEqual(Uint8Array.of(10, 11, 12));
    expect(requests).toEqual(["HEAD /session.nwb", "GET /session.nwb bytes=10-12"]);
    expect(await dataFileBytes(file)).toEqual(bytes);
    await close();
  });

  it("never returns bytes of another version", async () => {
    const version = { etag: '"v1"' };
    const { close, url } = await server(version);
    const file = await remoteDataFile(httpFile({ url: `${url}/session.nwb` }));
    version.etag = '"v2"';
    const reading = file.source().then((source) => source.slice(0, 10));
    await expect(reading).rejects.toThrow(/changed on the server/);
    await close();
  });
});

it("bytes in memory are a data file too", async () => {
  const file = memoryDataFile("made up", bytes);
  expect(file).toMatchObject({ name: "made up", byteLength: 1000 });
  expect(await dataFileBytes(file)).toEqual(bytes);
});
