import { answer, expectSame, failure, type Handler, serveFile } from "@ecephys/fixtures/testing";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { nodeFetch } from "../../src/node.ts";
import { BYTES, MIB, type Served, stream } from "./support.ts";

let served: Served | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});

describe("what is read", () => {
  it("is what the file holds, however it is read, in little memory", async () => {
    served = await stream(undefined, { memory: MIB });
    const { file } = served;
    expect(file.byteLength).toBe(BYTES.length);
    const start = fc.integer({ min: -10, max: BYTES.length + 10 });
    const length = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: MIB / 2 }));
    const part = fc.record({ start, length, ahead: fc.boolean(), isFetchedBefore: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 8 }), async (parts) => {
        await Promise.all(
          parts.map(async ({ ahead, isFetchedBefore, length: count, start: from }) => {
            const end = from + count;
            if (isFetchedBefore) await file.prefetch([[from, end]]);
            const expected = BYTES.subarray(Math.max(0, from), Math.max(0, end));
            expectSame(await file.slice(from, end, { ahead }), expected);
          }),
        );
      }),
      { numRuns: 25 },
    );
    expectSame(await file.slice(0, BYTES.length), BYTES);
  });

  it("is requested once, and no more than it", async () => {
    served = await stream();
    const { file, server } = served;
    await file.slice(0, 5 * MIB);
    expect(server.requests).toEqual(["GET / bytes=0-5242879"]);
    await file.slice(5 * MIB, 5 * MIB + 10);
    await file.slice(5 * MIB + 10, 5 * MIB + 20);
    await file.slice(BYTES.length - 1, BYTES.length);
    expect(server.requests.slice(1)).toEqual(["GET / bytes=5242880-5259263", "GET / bytes=6291456-6303800"]);
    expect(file.transferred).toEqual({ requests: 3, bytes: 5 * MIB + 16 * 1024 + 12_345 });
  });

  it("leaves connections for the next requests", async () => {
    served = await stream(undefined, { fetch: nodeFetch });
    const { file, server } = served;
    await file.slice(0, 5 * MIB);
    for (let at = 5 * MIB; at < 6 * MIB; at += 2 * 64 * 1024) await file.slice(at, at + 10);
    expect(server.requests).toHaveLength(9);
    expect(server.connections).toBeLessThanOrEqual(2);
  });

  it("is requested together by all who want it at the same time", async () => {
    served = await stream();
    const { file, server } = served;
    await Promise.all([5, 5, 5].map((at) => file.slice(at * MIB, at * MIB + 1000)));
    expect(server.requests).toHaveLength(2);
  });

  it("comes in several requests at once where it is long", async () => {
    served = await stream();
    await served.file.slice(5 * MIB, BYTES.length);
    expect([...served.server.requests].sort()).toEqual([
      "GET / bytes=0-5242879",
      "GET / bytes=5242880-6291455",
      "GET / bytes=6291456-6303800",
    ]);
  });

  it("is followed by more and more for a reader who goes on from there", async () => {
    served = await stream();
    const { file, server } = served;
    for (let at = 0; at < BYTES.length; at += 64 * 1024)
      await file.slice(at, at + 64 * 1024, { ahead: true });
    expect(server.requests.length).toBeLessThan(12);
    expect(file.transferred.bytes).toBe(BYTES.length);
  });
});

describe("what is fetched before", () => {
  it("is there when it is read, those near each other together", async () => {
    served = await stream();
    const { file, server } = served;
    const ranges = Array.from(
      { length: 40 },
      (_, i) => [4 * MIB + i * 40_000, 4 * MIB + i * 40_000 + 50] as const,
    );
    await file.prefetch([...ranges, [6 * MIB, 6 * MIB + 5], [7, 7]]);
    const count = server.requests.length;
    expect(count).toBeLessThanOrEqual(1 + 16);
    for (const [start, end] of ranges) expectSame(await file.slice(start, end), BYTES.subarray(start, end));
    expect(server.requests).toHaveLength(count);
  });

  it("ends the rest of the file's beginning where it lies elsewhere", async () => {
    const slowly: Handler = (_request, response) => {
      response.writeHead(206, {
        etag: '"v1"',
        "content-range": `bytes 0-${5 * MIB - 1}/${BYTES.length}`,
        "content-length": 5 * MIB,
      });
      response.write(BYTES.subarray(0, 100_000));
      response.on("close", ended);
    };
    let ended = () => {};
    const isEnded = new Promise<void>((resolve) => {
      ended = resolve;
    });
    served = await stream([slowly, serveFile(BYTES)]);
    const { file, server } = served;
    await file.slice(0, 90_000);
    await file.prefetch([
      [80_000, 90_000],
      [6 * MIB, 6 * MIB + 5],
    ]);
    await isEnded;
    expectSame(await file.slice(80_000, 120_000), BYTES.subarray(80_000, 120_000));
    expect(server.requests.slice(1)).toEqual(["GET / bytes=6291456-6303800", "GET / bytes=98304-131071"]);
  });

  it("is never more than half of what memory keeps", async () => {
    served = await stream(undefined, { memory: 2 * MIB });
    await served.file.slice(0, 5 * MIB);
    await served.file.prefetch([[4 * MIB, 6 * MIB]]);
    expect(served.file.transferred.bytes).toBeLessThanOrEqual(6 * MIB);
  });
});

describe("servers that do not serve parts of files", () => {
  const whole = answer(200, { "content-type": "application/octet-stream" });

  it("are recognised at the first answer, which is not read", async () => {
    const error = await failure(
      stream([
        (_request, response) => void response.writeHead(200, { "content-length": BYTES.length }).write("a"),
      ]),
      "response",
    );
    expect(error.message).toContain("ignores Range");
    expect(error.remedy).toContain("Download the file");
  });

  it("are recognised without a length", async () => {
    const error = await failure(
      stream([(_request, response) => void response.writeHead(200).end(BYTES)]),
      "response",
    );
    expect(error.reason).toContain("does not tell the file's size");
  });

  it("do for a file that comes with the first answer", async () => {
    const small = BYTES.subarray(0, 100_000);
    served = await stream([
      (_request, response) => void response.writeHead(200, { "content-length": small.length }).end(small),
    ]);
    expectSame(await served.file.slice(10, 90_000), small.subarray(10, 90_000));
    expect(served.server.requests).toHaveLength(1);
  });

  it("are recognised where they stop to", async () => {
    served = await stream([serveFile(BYTES), (_request, response) => void response.end(BYTES)]);
    const error = await failure(served.file.slice(5 * MIB, 5 * MIB + 1), "response");
    expect(error.reason).toContain("ignores Range");
  });

  it("and servers without the file say so", async () => {
    await failure(stream([answer(404)]), "not-found");
    await failure(stream([whole]), "response");
  });
});

it("refuses to be read when it is closed, and ends what is on its way", async () => {
  let ended = () => {};
  const isEnded = new Promise<void>((resolve) => {
    ended = resolve;
  });
  served = await stream([serveFile(BYTES), (request) => void request.on("close", ended)]);
  const { file } = served;
  const reading = failure(file.slice(5 * MIB, 6 * MIB), "argument");
  await expect.poll(() => served?.server.requests).toHaveLength(2);
  file.close();
  expect((await reading).reason).toContain("closed");
  await isEnded;
  await failure(file.slice(0, 1), "argument");
  await failure(file.prefetch([[0, 1]]), "argument");
});
