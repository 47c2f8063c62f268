import {
  answer,
  expectSame,
  failure,
  type Handler,
  type SentPart,
  serveFile,
  serveParts,
} from "@ecephys/fixtures/testing";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { piecesOf } from "../../src/http/byte-ranges.ts";
import { BYTES, MIB, type Served, stream } from "./support.ts";

let served: Served | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});

const STEP = 64 * 1024;
/** Parts that lie apart, behind what is requested first. */
const APART = Array.from(
  { length: 16 },
  (_, i) => [5 * MIB + i * STEP + 7, 5 * MIB + i * STEP + 50] as const,
);
const BLOCKS = APART.map((_, i) => `${5 * MIB + i * STEP}-${5 * MIB + i * STEP + 16_383}`);
const first = serveFile(BYTES);

async function expectParts({ file }: Served): Promise<void> {
  await file.prefetch(APART);
  for (const [start, end] of APART) expectSame(await file.slice(start, end), BYTES.subarray(start, end));
}

describe("parts that lie apart", () => {
  it("come by one request, from a server that sends several at once", async () => {
    served = await stream([serveParts(BYTES)]);
    await expectParts(served);
    expect(served.server.requests).toEqual(["GET / bytes=0-5242879", `GET / bytes=${BLOCKS.join(",")}`]);
    expect(served.file.transferred).toMatchObject({ requests: 2 });
  });

  it.each<[string, Handler]>([
    ["sends the whole file", serveFile(BYTES)],
    ["sends the first part alone", onePart()],
    ["refuses them", answer(416)],
    ["sends them in another order", serveParts(BYTES, { change: (parts) => [...parts].reverse() })],
    ["leaves one out", serveParts(BYTES, { change: (parts) => parts.filter((_, i) => i !== 5) })],
    [
      "sends one that is longer",
      serveParts(BYTES, { change: changed((one) => ({ ...one, end: one.end + 9 })) }),
    ],
    [
      "sends one that is shorter",
      serveParts(BYTES, { change: changed((one) => ({ ...one, end: one.end - 9 })) }),
    ],
    ["sends another one", serveParts(BYTES, { change: changed(otherPart) })],
    [
      "says of none which it is",
      serveParts(BYTES, { change: changed((one) => ({ ...one, contentRange: "" })) }),
    ],
  ])("come one by one where the server %s, which is not asked so again", async (_, several) => {
    served = await stream([first, several, first]);
    await expectParts(served);
    const before = served.server.requests.length;
    expect(before).toBeGreaterThan(2);
    await served.file.prefetch(APART.map(([start, end]) => [start + 32 * 1024, end + 32 * 1024] as const));
    expect(served.server.requests.slice(2).join()).not.toMatch(/,\d/);
  });

  it.each<[string, Handler]>([
    ["is lost", serveParts(BYTES, { cut: 100_000 })],
    ["does not come", () => {}],
    ["is a failure", answer(503)],
  ])("come one by one where their answer %s", async (_, several) => {
    served = await stream([first, several, first], { stallTimeout: 250 });
    await expectParts(served);
  });

  it("of another version are an error", async () => {
    served = await stream([first, serveParts(BYTES, { etag: '"v2"' })]);
    const { file } = served;
    const error = await failure(file.prefetch(APART), "response");
    expect(error.reason).toContain("changed on the server");
    expect(served.server.requests).toHaveLength(2);
  });

  it("of a file whose size has changed are an error", async () => {
    const change = changed((one) => ({ ...one, contentRange: one.contentRange.replace(/\d+$/, "9999999") }));
    served = await stream([first, serveParts(BYTES, { change })]);
    expect((await failure(served.file.prefetch(APART), "response")).reason).toContain(
      "changed on the server",
    );
  });

  it("end with the last who waits for them", async () => {
    let ended = () => {};
    const isEnded = new Promise<void>((resolve) => {
      ended = resolve;
    });
    served = await stream([first, (request) => void request.on("close", ended), first]);
    const stop = new AbortController();
    const waiting = served.file.prefetch(APART, { signal: stop.signal });
    waiting.catch(() => {});
    await expect.poll(() => served?.server.requests.length).toBe(2);
    stop.abort("enough");
    await expect(waiting).rejects.toBe("enough");
    await isEnded;
    await expectParts(served);
  });

  it("are not asked for so where the server is an object store, which sends none", async () => {
    const store: Handler = (request, response) => {
      response.setHeader("x-amz-request-id", "1");
      first(request, response);
    };
    served = await stream([store]);
    await expectParts(served);
    expect(served.server.requests.join()).not.toMatch(/,\d/);
  });
});

it("reads several parts however they are cut on their way", async () => {
  const [boundary, content] = ["b", BYTES.subarray(0, 300)];
  const parts = [
    [0, 3],
    [10, 110],
    [200, 300],
  ] as const;
  const head = ([start, end]: readonly [number, number]) =>
    `--${boundary}\r\nContent-Type: x\r\nContent-Range: bytes ${start}-${end - 1}/300\r\n\r\n`;
  const body = Buffer.concat([
    ...parts.flatMap((part) => [Buffer.from(head(part)), content.subarray(...part), Buffer.from("\r\n")]),
    Buffer.from(`--${boundary}--`),
  ]);
  const read = async (bytes: Uint8Array, lengths: readonly number[]) => {
    let at = 0;
    const pulled = new ReadableStream<Uint8Array>({
      pull(controller) {
        const length = lengths[at % lengths.length] ?? 1;
        const end = at + length;
        if (at >= bytes.length) controller.close();
        else controller.enqueue(bytes.subarray(at, end));
        at = end;
      },
    });
    const found = new Uint8Array(300);
    const subject = { action: "Fetching", resource: "it" };
    for await (const piece of piecesOf(pulled, boundary, parts, subject))
      found.set(piece.bytes, piece.position);
    return found;
  };
  const expected = new Uint8Array(300);
  for (const [start, end] of parts) expected.set(content.subarray(start, end), start);
  const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(lengths, async (some) => expectSame(await read(body, some), expected)),
    { numRuns: 30 },
  );
  for (let end = 0; end < body.length - boundary.length - 4; end += 7)
    await expect(read(body.subarray(0, end), [50])).rejects.toMatchObject({
      code: expect.stringMatching(/fetch|response/),
    });
  const endless = Buffer.concat([Buffer.from(`--${boundary}\r\n`), Buffer.alloc(20_000, "x")]);
  await expect(read(endless, [1000])).rejects.toMatchObject({ code: "response" });
});

function changed(change: (one: SentPart) => SentPart) {
  return (parts: readonly SentPart[]) => parts.map((one, i) => (i === 3 ? change(one) : one));
}

function otherPart({ contentRange, end, start }: SentPart): SentPart {
  const shifted = contentRange
    .replace(String(start), String(start + 1))
    .replace(String(end - 1), String(end));
  return { start: start + 1, end: end + 1, contentRange: shifted };
}

function onePart(): Handler {
  return (request, response) => {
    request.headers.range = request.headers.range?.replace(/,.*/, "");
    first(request, response);
  };
}
