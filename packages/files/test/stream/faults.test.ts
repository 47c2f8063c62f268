import { answer, expectSame, failure, type Handler, serveFile } from "@ecephys/fixtures/testing";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { BYTES, MIB, type Served, stream } from "./support.ts";

let served: Served | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});

const good = serveFile(BYTES);

/** Sends so many bytes of the part that was requested, and then leaves the connection to `end`. */
function cutShort(end: (response: Parameters<Handler>[1]) => void): Handler {
  return (request, response) => {
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? "")!.map(Number) as [
      number,
      number,
      number,
    ];
    response.writeHead(206, {
      etag: '"v1"',
      "content-range": `bytes ${from}-${to}/${BYTES.length}`,
      "content-length": to + 1 - from,
    });
    response.write(BYTES.subarray(from, from + Math.floor((to - from) / 2)), () => end(response));
  };
}

/** Sends the part after the one that was requested under a wrong name, or another number of bytes. */
function wrongPart(shift: number, contentRange: (from: number, to: number) => string): Handler {
  return (request, response) => {
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? "")!.map(Number) as [
      number,
      number,
      number,
    ];
    response.writeHead(206, { etag: '"v1"', "content-range": contentRange(from, to) });
    response.end(BYTES.subarray(from + shift, to + 1 + shift));
  };
}

const FAULTS: Readonly<Record<string, Handler>> = {
  "503": answer(503, { "retry-after": "0" }),
  reset: cutShort((response) => response.socket?.destroy()),
  stall: cutShort(() => {}),
  "no answer": () => {},
  "connection lost": (_request, response) => void response.socket?.destroy(),
  "200 in place of 206": (_request, response) => void response.writeHead(200, { etag: '"v1"' }).end(BYTES),
  "another part": wrongPart(1, (from, to) => `bytes ${from + 1}-${to + 1}/${BYTES.length}`),
  "a shorter part": (request, response) => {
    const [, from] = /bytes=(\d+)-/.exec(request.headers.range ?? "")!.map(Number) as [number, number];
    response.writeHead(206, { etag: '"v1"', "content-range": `bytes ${from}-${from + 9}/${BYTES.length}` });
    response.end(BYTES.subarray(from, from + 10));
  },
  "too few bytes": wrongPart(3 * MIB, (from, to) => `bytes ${from}-${to}/${BYTES.length}`),
  "an impossible range": wrongPart(0, () => "bytes 9-3/2"),
  "another size": wrongPart(0, (from, to) => `bytes ${from}-${to}/${BYTES.length + 1}`),
  "another version": serveFile(
    BYTES.map((byte) => byte + 1),
    '"v2"',
  ),
  "an error page": answer(200, { "content-type": "text/html" }, "<h1>Sign in</h1>"),
};

describe("a server that fails", () => {
  it("costs time, or an error that tells what to do, but never gives a wrong byte", async () => {
    const fault = fc.constantFrom(...Object.keys(FAULTS));
    const part = fc.record({
      start: fc.integer({ min: 4 * MIB, max: BYTES.length - 1 }),
      length: fc.integer({ min: 1, max: MIB }),
    });
    const isFault = fc.array(fc.option(fault, { freq: 2 }), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(isFault, fc.array(part, { minLength: 1, maxLength: 4 }), async (faults, parts) => {
        const handlers = faults.map((name) => (name === null ? good : FAULTS[name]!));
        const { close, file } = await stream([good, ...handlers, good], { stallTimeout: 250 });
        try {
          for (const { length, start } of parts) {
            const end = Math.min(BYTES.length, start + length);
            const found = await file
              .slice(start, end, { ahead: length % 2 === 0 })
              .catch((error: unknown) => error);
            if (found instanceof Uint8Array) expectSame(found, BYTES.subarray(start, end));
            else
              expect(found).toMatchObject({
                code: expect.stringMatching(/fetch|response/),
                remedy: expect.any(String),
              });
          }
        } finally {
          await close();
        }
      }),
      { numRuns: 12 },
    );
  });

  it.each(["503", "reset", "stall", "no answer", "connection lost"])("is asked again: %s", async (name) => {
    served = await stream([good, FAULTS[name]!, good], { stallTimeout: 400 });
    expectSame(await served.file.slice(5 * MIB, 5 * MIB + 50_000), BYTES.subarray(5 * MIB, 5 * MIB + 50_000));
    expect(served.server.requests).toHaveLength(3);
  });

  it("is asked only for what has not come", async () => {
    served = await stream([good, FAULTS.reset!, good]);
    await served.file.slice(5 * MIB, 6 * MIB);
    const [, , again] = served.server.requests;
    expect(Number(/bytes=(\d+)/.exec(again!)![1])).toBeGreaterThan(5 * MIB);
  });

  it("is given up after as many tries as were allowed", async () => {
    served = await stream([good, FAULTS["503"]!], { retry: { tries: 3, baseDelay: 1 } });
    const error = await failure(served.file.slice(5 * MIB, 5 * MIB + 1), "fetch");
    expect(error.remedy).toBe("Try again later.");
    expect(served.server.requests).toHaveLength(1 + 3);
  });
});

describe("a file that changes", () => {
  it.each([["another version"], ["another size"]])("is noticed, and said: %s", async (name) => {
    served = await stream([good, FAULTS[name]!]);
    const error = await failure(served.file.slice(5 * MIB, 5 * MIB + 1), "response");
    expect(error.reason).toContain("changed on the server");
    expect(error.remedy).toBe("Open it again");
    expect(served.server.requests).toHaveLength(2);
  });
});

describe("an abort", () => {
  it("ends requests that nobody else waits for, and only those", async () => {
    let isClosed = false;
    const silent: Handler = (request) => void request.on("close", () => (isClosed = true));
    served = await stream([good, silent, good]);
    const { file, server } = served;
    const [one, other] = [new AbortController(), new AbortController()];
    const reason = new Error("enough");
    const readings = [one, other].map(({ signal }) => file.slice(5 * MIB, 5 * MIB + 10, { signal }));
    for (const reading of readings) reading.catch(() => {});
    await expect.poll(() => server.requests).toHaveLength(2);
    one.abort(reason);
    await expect(readings[0]).rejects.toBe(reason);
    expect(isClosed).toBe(false);
    other.abort(reason);
    await expect(readings[1]).rejects.toBe(reason);
    await expect.poll(() => isClosed).toBe(true);
    expectSame(await file.slice(5 * MIB, 5 * MIB + 10), BYTES.subarray(5 * MIB, 5 * MIB + 10));
  });

  it("of the opening does not end what is read later", async () => {
    const opening = new AbortController();
    served = await stream(undefined, { signal: opening.signal });
    opening.abort();
    expectSame(await served.file.slice(3 * MIB, 5 * MIB), BYTES.subarray(3 * MIB, 5 * MIB));
  });
});
