import { Worker } from "node:worker_threads";
import { fixtureFile } from "@ecephys/fixtures";
import { temporaryFile } from "@ecephys/fixtures/testing";
import { expect, it, vi } from "vitest";
import { openSession } from "../../src/node.ts";

it("reads the spikes and the waveform of a unit of a file on the disk without asking the worker", async () => {
  const path = temporaryFile("session.nwb", fixtureFile("mini", "session_715093703.nwb"));
  const session = await openSession(path, { warn: () => {} });
  const [unitIds] = (await session.units()).array("unit_id") as Iterable<number>;
  await session.invalidTimes();
  const asked = vi.spyOn(Worker.prototype, "postMessage");
  try {
    expect((await session.spikeTimes({ unitIds })).size).toBe(1);
    expect((await session.meanWaveforms({ unitIds })).size).toBe(1);
    expect(asked.mock.calls).toEqual([]);
  } finally {
    asked.mockRestore();
  }
  await session.close();
});
