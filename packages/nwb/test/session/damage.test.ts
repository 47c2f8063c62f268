import { isEcephysError } from "@ecephys/files";
import { processorTime, refusal } from "@ecephys/fixtures/testing";
import { isWalkable } from "@ecephys/hdf5/internal";
import { describe, expect, it } from "vitest";
import type { EcephysSession } from "../../src/index.ts";
import { openSession } from "../../src/node.ts";
import { bytesOf, fileOf } from "../files.ts";

const QUESTIONS: ((session: EcephysSession) => Promise<unknown>)[] = [
  (session) => session.probes(),
  (session) => session.channels(),
  (session) => session.units(),
  (session) => session.spikeTimes(),
  (session) => session.meanWaveforms(),
  (session) => session.stimulusPresentations(),
  (session) => session.invalidTimes(),
];

/** Numbers from 0 to 1 that are the same every time. */
function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

it.each(["small.nwb", "other-writer.nwb"])(
  "answers or refuses whatever bytes of %s are wrong",
  async (name) => {
    const whole = bytesOf(name);
    const random = randoms(3);
    const outcomes = { answered: 0, refused: 0 };
    for (let round = 0; round < 60; round++) {
      const bytes = whole.slice();
      for (let i = 0; i < 1 + 8 * random(); i++)
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      const taken = await processorTime(async () => {
        const session = await openSession(bytes, { warn: () => {} }).catch(refused);
        for (const ask of session ? QUESTIONS : []) {
          const answer = await ask(session!).then(() => true, refused);
          outcomes[answer ? "answered" : "refused"]++;
        }
        await session?.close();
      });
      expect(taken).toBeLessThan(3000);
    }
    expect(outcomes.answered).toBeGreaterThan(50);
    expect(outcomes.refused).toBeGreaterThan(5);
  },
  60_000,
);

function refused(error: unknown): undefined {
  if (!isEcephysError(error)) throw error;
  return undefined;
}

it("keeps a heap that would be walked for ever from the library", () => {
  const heap = new Uint8Array(64);
  const view = new DataView(heap.buffer);
  heap.set([0x47, 0x43, 0x4f, 0x4c, 1]);
  view.setBigUint64(8, 64n, true);
  view.setUint16(16, 1, true);
  view.setBigUint64(24, 5n, true);
  view.setBigUint64(48, 24n, true);
  expect(isWalkable(heap)).toBe(true);
  for (const wrong of [0n, 8n, 32n, 2n ** 63n]) {
    view.setBigUint64(48, wrong, true);
    expect(isWalkable(heap)).toBe(false);
    expect(isWalkable(heap.slice(0, 40))).toBe(true);
  }
  heap[0] = 0;
  expect(isWalkable(heap)).toBe(true);
});

it("refuses a heap of texts that is damaged beyond its first 4 kB, and answers what lies elsewhere", async () => {
  const session = await openSession(fileOf("damaged-heap.nwb"), { warn: () => {} });
  expect(await refusal(session.units())).toMatch(
    /^format: .*damaged-heap\.nwb \(\/units\/notes\).*a heap of texts/,
  );
  expect((await session.probes()).numRows()).toBe(2);
  expect((await session.stimulusPresentations()).numRows()).toBe(5);
  await session.close();
});

describe("a column that the library reads without end", () => {
  it("ends a question with its signal, and the session answers others", async () => {
    const session = await openSession(fileOf("hanging.nwb"), { warn: () => {} });
    const start = performance.now();
    await expect(session.units({ signal: AbortSignal.timeout(300) })).rejects.toMatchObject({
      name: "TimeoutError",
    });
    expect(performance.now() - start).toBeLessThan(1300);
    expect((await session.probes()).numRows()).toBe(2);
    await session.close();
  });

  it("ends a question at the session's time limit, and names what was read", async () => {
    const session = await openSession(fileOf("hanging.nwb"), { warn: () => {}, timeLimit: 400 });
    expect(await refusal(session.units())).toMatch(
      /^storage: .*hanging\.nwb \(\/units\/.*0\.4 s, its time limit/,
    );
    await session.close();
  });
});
