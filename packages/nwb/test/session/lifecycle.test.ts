import { copyFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { FileReader, SessionContext } from "@ecephys/core";
import { type DataFile, memoryDataFile } from "@ecephys/files";
import { fixtureFile } from "@ecephys/fixtures";
import { refusal, temporaryDirectory, temporaryFile } from "@ecephys/fixtures/testing";
import { table } from "arquero";
import { expect, it, vi } from "vitest";
import { nwbReaders, openSession } from "../../src/node.ts";
import { bytesOf, fileOf } from "../files.ts";

const quiet = { warn: () => {} };

it("reads once for concurrent callers, and gives them the same", async () => {
  const session = await openSession(fileOf("small.nwb"), quiet);
  const [first, second] = await Promise.all([session.units(), session.units()]);
  expect(first).toBe(second);
  const [one, all] = await Promise.all([session.spikeTimes({ unitIds: 1 }), session.spikeTimes()]);
  expect(one.get(1)).toBe(all.get(1));
  await session.close();
});

it("hands out neighbours as views of one buffer", async () => {
  const session = await openSession(fileOf("small.nwb"), {
    ...quiet,
    filterByValidity: false,
    filterOutOfBrainUnits: false,
  });
  const times = await session.spikeTimes();
  expect(times.get(1)!.buffer).toBe(times.get(3)!.buffer);
  expect([...times.get(4)!]).toEqual([4]);
  await session.close();
});

it("refuses calls after close; what was read stays valid", async () => {
  const session = await openSession(fileOf("small.nwb"), quiet);
  const spikes = await session.spikeTimes();
  await session.close();
  await session.close();
  expect(await refusal(session.units())).toMatch(/^argument: .*small\.nwb.*closed/);
  expect(spikes.get(1)).toEqual(Float64Array.of(0.5, 1.5, 2.5));
});

it("releases its file when it is closed or is not a session", async () => {
  const path = temporaryFile("mine.nwb", bytesOf("small.nwb"));
  const held = () => {
    const links = readdirSync("/proc/self/fd").length;
    return links;
  };
  const before = held();
  for (let i = 0; i < 20; i++) {
    await (await openSession(path, quiet)).close();
    await refusal(openSession(fileOf("first.nwb")));
  }
  expect(held()).toBe(before);
  rmSync(path);
});

it("does not keep a failure: the LFP file may come later", async () => {
  const lfp = join(temporaryDirectory(), "later.nwb");
  const session = await openSession(fileOf("small.nwb"), { ...quiet, lfp: { 10: lfp } });
  expect(await refusal(session.getLfp(10))).toMatch(/^not-found: .*later\.nwb/);
  copyFileSync(fileOf("small.nwb"), lfp);
  expect((await session.getLfp(10)).shape).toEqual([20, 2]);
  await session.close();
});

it("ends an aborted wait with the signal's reason, and leaves the others theirs", async () => {
  const session = await openSession(fileOf("small.nwb"), quiet);
  const abort = new AbortController();
  const impatient = session.units({ signal: abort.signal });
  const patient = session.units();
  abort.abort(new Error("enough"));
  await expect(impatient).rejects.toThrow("enough");
  expect((await patient).numRows()).toBe(2);
  await expect(session.spikeTimes({ signal: abort.signal })).rejects.toThrow("enough");
  await expect(openSession(fileOf("small.nwb"), { signal: abort.signal })).rejects.toThrow("enough");
  await session.close();
});

/** A file as a cache hands it to a reader. */
function cached(path: string, content: Uint8Array, localPath?: string): DataFile {
  return { ...memoryDataFile(`the cache's ${path}`, content), localPath };
}

it("works in a cache: with its columns and metrics, and LFP files that are fetched once", async () => {
  const fetched: number[] = [];
  const warnings: string[] = [];
  const context: SessionContext = {
    sessionId: 123,
    filters: {},
    corrections: new Set(),
    session: async () => ({}),
    channels: async () =>
      table({
        id: [100, 101, 102],
        ecephys_structure_id: [385, 170, Number.NaN],
        ecephys_structure_acronym: ["VISp", "LGd", null],
        anterior_posterior_ccf_coordinate: [7, 8, 9],
        dorsal_ventral_ccf_coordinate: [7, 8, 9],
        left_right_ccf_coordinate: [7, 8, 9],
        phase: ["3a", "3a", "3a"],
      }),
    probes: async () => table({ id: [10, 11] }),
    unitAnalysisMetrics: async () =>
      table({
        ecephys_unit_id: Float64Array.of(1),
        g_osi_dg: Float64Array.of(0.5),
        on_screen_rf: [true],
        pref_images_multi_ns: [false],
      }),
    openLfp: async (probeId, reader) => {
      fetched.push(probeId);
      return reader.open(cached("lfp.nwb", bytesOf("small.nwb")));
    },
    warn: (message) => warnings.push(message),
  };
  const session = await nwbReaders().session.open(cached("session.nwb", bytesOf("small.nwb")), context);
  const units = await session.units();
  expect(units.column("g_osi_dg")).toEqual(Float64Array.of(Number.NaN, 0.5));
  expect(units.array("ecephys_structure_acronym")).toEqual(["VISp", "LGd"]);
  expect(units.columnNames()).toContain("pref_image_multi_ns");
  expect(units.columnNames()).not.toContain("on_screen_rf");
  expect(units.columnNames()).not.toContain("phase");
  expect(fetched).toEqual([]);
  await Promise.all([session.getLfp(10), session.getLfp(10)]);
  expect(fetched).toEqual([10]);
  await session.spikeTimes();
  await session.close();
});

it("fetches an LFP file as long as one caller waits for it, and no longer", async () => {
  const signals: AbortSignal[] = [];
  const context = {
    sessionId: 123,
    filters: {},
    warn: () => {},
    openLfp: (_: number, reader: FileReader<unknown>, options: { signal: AbortSignal }) => {
      signals.push(options.signal);
      return new Promise((resolve, reject) => {
        const fetched = setTimeout(() => resolve(reader.open(cached("lfp.nwb", bytesOf("small.nwb")))), 50);
        options.signal.addEventListener("abort", () => {
          clearTimeout(fetched);
          reject(options.signal.reason);
        });
      });
    },
  };
  const session = await nwbReaders().session.open(
    cached("session.nwb", bytesOf("small.nwb")),
    context as never,
  );
  const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()];
  const impatient = session.getLfp(10, { signal: first.signal });
  const patient = session.getLfp(10, { signal: second.signal });
  setTimeout(() => first.abort(new Error("enough")), 10);
  await expect(impatient).rejects.toThrow("enough");
  expect((await patient).shape).toEqual([20, 2]);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  await session.close();

  const other = await nwbReaders().session.open(
    cached("session.nwb", bytesOf("small.nwb")),
    context as never,
  );
  const alone = other.getLfp(10, { signal: third.signal });
  await vi.waitFor(() => expect(signals).toHaveLength(2));
  third.abort(new Error("enough"));
  await expect(alone).rejects.toThrow("enough");
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
  expect((await other.getLfp(10)).shape).toEqual([20, 2]);
  await other.close();
});

it("tells the cache when a file is not a session's, so that it is fetched again", async () => {
  const open = (content: Uint8Array) =>
    nwbReaders().session.open(cached("session.nwb", content), { filters: {}, warn: () => {} } as never);
  expect(await refusal(open(bytesOf("kinds.h5")))).toMatch(/^format: .*the cache's session\.nwb/);
  expect(await refusal(open(bytesOf("empty.nwb")))).toMatch(/^format: .*the file of session not a number/);
  const whole = fixtureFile("mini", "session_715093703.nwb");
  expect(await refusal(open(whole.subarray(0, whole.length * 0.6)))).toMatch(/^format: .*truncated/);
});

it.each([[undefined], [null], [5], [{}]])(
  "opening %j as a session says what it can be opened from",
  async (source) => {
    const open = openSession as (source: unknown) => Promise<unknown>;
    await expect(open(source)).rejects.toMatchObject({
      code: "argument",
      reason: expect.stringContaining("Blob"),
    });
  },
);
