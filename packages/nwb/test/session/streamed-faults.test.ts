import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { isEcephysError } from "@ecephys/files";
import { type Handler, serve, serveFile } from "@ecephys/fixtures/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { EcephysSession } from "../../src/index.ts";
import { openSession } from "../../src/node.ts";
import { fileOf } from "../files.ts";

const BYTES = new Uint8Array(gunzipSync(readFileSync(fileOf("scattered.nwb.gz"))));
const PROBE = 11;
const good = serveFile(BYTES);

/** Answers with the part that was requested, changed. */
function part(send: (from: number, to: number, response: Parameters<Handler>[1]) => void): Handler {
  return (request, response) => {
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? "") ?? [];
    send(Number(from), Math.min(Number(to), BYTES.length - 1), response);
  };
}

const headers = (from: number, to: number, size = BYTES.length) => ({
  etag: '"v1"',
  "content-range": `bytes ${from}-${to}/${size}`,
});

const FAULTS: Readonly<Record<string, Handler>> = {
  "503": (_, response) => void response.writeHead(503, { "retry-after": "0" }).end(),
  "a reset": part((from, to, response) => {
    response.writeHead(206, { ...headers(from, to), "content-length": to + 1 - from });
    response.write(BYTES.subarray(from, (from + to) >> 1), () => response.socket?.destroy());
  }),
  "a stall": part((from, to, response) => {
    response.writeHead(206, { ...headers(from, to), "content-length": to + 1 - from });
    response.write(BYTES.subarray(from, (from + to) >> 1));
  }),
  "a lost connection": (_, response) => void response.socket?.destroy(),
  "200 in place of 206": (_, response) => void response.writeHead(200, { etag: '"v1"' }).end(BYTES),
  "a shorter part": part((from, _to, response) => {
    response.writeHead(206, headers(from, from + 99)).end(BYTES.subarray(from, from + 100));
  }),
  "another part": part((from, to, response) => {
    response.writeHead(206, headers(from + 1, to + 1)).end(BYTES.subarray(from + 1, to + 2));
  }),
  "another size": part((from, to, response) => {
    response.writeHead(206, headers(from, to, BYTES.length - 1000)).end(BYTES.subarray(from, to + 1));
  }),
  "another version": serveFile(BYTES, '"v2"'),
};

const STEPS: readonly ((session: EcephysSession) => Promise<unknown>)[] = [
  async (session) => (await session.units()).objects(),
  async (session) => session.spikeTimes({ unitIds: (await session.units()).get("unit_id", 0) }),
  async (session) => (await session.stimulusPresentations()).objects(),
  async (session) => (await (await session.getLfp(PROBE)).isel({ time: { start: 600, end: 640 } })).data,
];

it("answers rightly or says what failed and what to do, whatever the server does", async () => {
  const quiet = { warn: () => {} };
  const local = await openSession(BYTES, { ...quiet, lfp: { [PROBE]: BYTES } });
  const expected: unknown[] = [];
  for (const ask of STEPS) expected.push(await ask(local));
  await local.close();
  const name = fc.constantFrom(...Object.keys(FAULTS));
  // Which of the requests are answered wrongly; and whether the network is gone in the end.
  const plan = fc.record({
    faults: fc.array(fc.option(name, { freq: 2 }), { minLength: 1, maxLength: 25 }),
    isGone: fc.boolean(),
  });
  const outcomes = { right: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(plan, async ({ faults, isGone }) => {
      let count = 0;
      const server = await serve((request, response) => {
        const fault = count < faults.length ? faults[count] : isGone ? "a lost connection" : undefined;
        count++;
        (fault ? FAULTS[fault]! : good)(request, response);
      });
      const stream = { stallTimeout: 200, retry: { tries: 3, baseDelay: 1, maxDelay: 2 } };
      let session: EcephysSession | undefined;
      try {
        session = await openSession(server.url, { ...quiet, stream, lfp: { [PROBE]: server.url } });
        for (const [i, ask] of STEPS.entries()) {
          const found = await ask(session).catch((error: unknown) => error);
          if (found instanceof Error) throw found;
          expect(found).toEqual(expected[i]);
          outcomes.right++;
        }
      } catch (error) {
        if (!isEcephysError(error)) throw error;
        // A wrong size at the first answer makes a file that seems to be cut.
        expect(error.code).toMatch(/^(fetch|response|format)$/);
        expect(error.remedy).toMatch(/./);
        outcomes.refused++;
      } finally {
        await session?.close();
        await server.close();
      }
    }),
    {
      numRuns: 9,
      examples: [
        [{ faults: ["503", "a reset", "a stall", null, "a lost connection"], isGone: false }],
        [{ faults: [null, null, null], isGone: true }],
      ],
    },
  );
  expect(outcomes.right).toBeGreaterThan(0);
  expect(outcomes.refused).toBeGreaterThan(0);
});

it.each([
  ["more bytes than there are", BYTES.length + 100_000],
  ["fewer bytes than there are", BYTES.length - 100_000],
])("is no wrong answer where the server claims %s", async (_, size) => {
  const lying = part((from, to, response) => {
    const end = Math.min(to, BYTES.length - 1);
    if (from >= BYTES.length) return void response.writeHead(416).end();
    response.writeHead(206, headers(from, end, size)).end(BYTES.subarray(from, end + 1));
  });
  const server = await serve(lying);
  const stream = { retry: { tries: 2, baseDelay: 1 } };
  const local = await openSession(BYTES, { warn: () => {} });
  const expected = (await local.units()).objects();
  await local.close();
  let session: EcephysSession | undefined;
  try {
    session = await openSession(server.url, { warn: () => {}, stream });
    expect((await session.units()).objects()).toEqual(expected);
  } catch (error) {
    expect(error).toMatchObject({
      code: expect.stringMatching(/^(response|format)$/),
      remedy: expect.any(String),
    });
  } finally {
    await session?.close();
    await server.close();
  }
});
