import { refusal } from "@ecephys/fixtures/testing";
import { isWalkable } from "@ecephys/hdf5/internal";
import { describe, expect, it } from "vitest";
import { openSession } from "../../src/node.ts";
import { fileOf } from "../files.ts";

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
      /^storage: .*hanging\.nwb \(\/units.*0\.4 s, its time limit/,
    );
    await session.close();
  });
});
