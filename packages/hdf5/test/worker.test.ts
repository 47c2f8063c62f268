import { appendFileSync, copyFileSync } from "node:fs";
import { join } from "node:path";
import { refusal, temporaryDirectory } from "@ecephys/fixtures/testing";
import { afterEach, describe, expect, it } from "vitest";
import type { Hdf5File } from "../src/model.ts";
import { openHdf5 } from "../src/node.ts";
import { bytesOf, fileOf, largeFile } from "./files.ts";

const NUMBERS = Float64Array.from({ length: 10 }, (_, i) => i);

const opened: Hdf5File[] = [];
const open = async (name: string, options = {}): Promise<Hdf5File> => {
  const file = await openHdf5(fileOf(name), options);
  opened.push(file);
  return file;
};
afterEach(async () => {
  for (const file of opened.splice(0)) await file.close();
});

/** Threads of this process beside its own. */
function threads(): number {
  return (process.report.getReport() as unknown as { readonly workers: readonly unknown[] }).workers.length;
}

async function elapsed(work: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work.catch(() => {});
  return performance.now() - start;
}

/** The longest time, in milliseconds, for which this thread could do nothing else until the work was done. */
async function longestStall(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const tick = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(tick, 2);
  await work();
  tick();
  clearInterval(timer);
  return longest;
}

describe("large reads", () => {
  it("leave the program's thread free", async () => {
    const file = await openHdf5(largeFile());
    opened.push(file);
    let least = Number.POSITIVE_INFINITY;
    // Other programs may take this one's time as well, but not each time; a read that blocks does so each time.
    for (let round = 0; round < 20 && least >= 50; round++) {
      const stall = await longestStall(async () => {
        const { data } = (await file.read("/zeros"))!;
        expect(data).toHaveLength(2 ** 25);
      });
      least = Math.min(least, stall);
    }
    expect(least).toBeLessThan(50);
  });

  it("stop soon after an abort, and the open file can be read further", async () => {
    const file = await openHdf5(largeFile());
    opened.push(file);
    const before = threads();
    const abort = new AbortController();
    const reading = file.read("/zeros", { signal: abort.signal });
    setTimeout(() => abort.abort("enough"), 20);
    expect(await reading.catch((reason: unknown) => reason)).toBe("enough");
    const start = performance.now();
    expect((await file.read("/zeros", { ranges: [[0, 3]] }))!.data).toEqual(new Float64Array(3));
    expect(performance.now() - start).toBeLessThan(1000);
    expect(threads()).toBe(before);
  });
});

describe("a read that hangs in the library", () => {
  it("ends with its signal, and the file can be read further", async () => {
    const file = await open("hanging.h5");
    const hanging = file.read("/texts", { signal: AbortSignal.timeout(200) });
    expect(await elapsed(hanging)).toBeLessThan(1200);
    await expect(hanging).rejects.toMatchObject({ name: "TimeoutError" });
    expect((await file.read("/numbers"))!.data).toEqual(NUMBERS);
  });

  it("ends at its time limit with an error that names the dataset and the limit", async () => {
    const file = await open("hanging.h5");
    expect(await refusal(file.read("/texts", { timeLimit: 200 }))).toMatch(
      /^storage: Reading a dataset failed for .*hanging\.h5 \(\/texts\): it was ended after 0\.2 s, its time limit/,
    );
    expect((await file.read("/numbers"))!.data).toEqual(NUMBERS);
  });

  it("ends at the time limit of its file, where it has none of its own", async () => {
    const file = await open("hanging.h5", { timeLimit: 300 });
    expect(await refusal(file.read("/texts"))).toMatch(/0\.3 s, its time limit/);
    expect((await file.describe("/numbers"))!.kind).toBe("dataset");
  });

  it("does not delay other files", async () => {
    const [hanging, other] = [await open("hanging.h5"), await open("kinds.h5")];
    const texts = refusal(hanging.read("/texts", { timeLimit: 5000 }));
    const abort = new AbortController();
    const start = performance.now();
    // Numbers are read without the worker; these are not.
    const [flags] = await Promise.all([other.read("/bool"), other.describe("/")]);
    expect(flags!.data).toEqual([true, false, true]);
    const late = await open("stored.h5");
    expect((await late.read("/deflate", { signal: abort.signal }))!.data).toHaveLength(1000);
    expect(performance.now() - start).toBeLessThan(4500);
    expect(await texts).toMatch(/time limit/);
  });

  it("ends for all reads queued behind it", async () => {
    const file = await open("hanging.h5");
    const answers = await Promise.all([
      refusal(file.read("/texts", { timeLimit: 200 })),
      file.read("/numbers").then((values) => values!.data),
      refusal(file.read("/texts", { timeLimit: 200 })),
      file.describe("/numbers").then((found) => found!.kind),
    ]);
    expect(answers).toEqual([
      expect.stringContaining("time limit"),
      NUMBERS,
      expect.stringContaining("time limit"),
      "dataset",
    ]);
  });
});

it("goes on with all files after one crashed the library", async () => {
  const [crashing, other] = [await open("crashing.h5"), await open("kinds.h5")];
  for (let round = 0; round < 2; round++) {
    const [crash, beside] = await Promise.all([refusal(crashing.read("/itself")), other.read("/numbers/i1")]);
    expect(crash).toMatch(
      /^format: Reading a dataset failed for .*crashing\.h5 \(\/itself\): the HDF5 library crashed on it/,
    );
    expect(beside!.data).toEqual(Int8Array.of(0, 1, -2));
  }
  expect((await crashing.read("/numbers"))!.data).toEqual(NUMBERS);
});

it("says that a file has changed, where it has to be opened again", async () => {
  const path = join(temporaryDirectory(), "changing.h5");
  copyFileSync(fileOf("hanging.h5"), path);
  const file = await openHdf5(path);
  // Long enough for the worker to be in the middle of it, also on a busy machine.
  expect(await refusal(file.read("/texts", { timeLimit: 1000 }))).toMatch(/time limit/);
  appendFileSync(path, "more");
  expect(await refusal(file.read("/numbers"))).toMatch(
    /^storage: Opening an HDF5 file again failed for .*changing\.h5: it has changed since it was opened/,
  );
  await file.close();
});

it("has no more threads after a hundred files than after one", async () => {
  for (let round = 0; round < 100; round++) {
    const files = await Promise.all(
      ["kinds.h5", "stored.h5", "links.h5"].map((name) => openHdf5(fileOf(name))),
    );
    expect((await files[0]!.read("/numbers/i1"))!.data).toHaveLength(3);
    await Promise.all(files.map((file) => file.close()));
  }
  expect(threads()).toBeLessThanOrEqual(1);
});

it("reads bytes in memory, which stay the caller's", async () => {
  const bytes = bytesOf("kinds.h5");
  const file = await openHdf5(bytes, { location: "mine" });
  opened.push(file);
  expect(file).toMatchObject({ location: "mine", byteLength: bytes.length });
  expect((await file.read("/numbers/i1"))!.data).toEqual(Int8Array.of(0, 1, -2));
  expect(bytes).toEqual(bytesOf("kinds.h5"));
  const blob = await openHdf5(new Blob([bytes]));
  opened.push(blob);
  expect((await blob.describe("/"))!.kind).toBe("group");
});

it("refuses reads after close, and invalid options", async () => {
  const file = await openHdf5(fileOf("kinds.h5"));
  const reading = file.read("/numbers/i1");
  await Promise.all([file.close(), file.close()]);
  expect((await reading)!.data).toHaveLength(3);
  expect(await refusal(file.describe("/"))).toMatch(/^argument: .*it has been closed/);
  const other = await open("kinds.h5");
  const misspelt = { timelimit: 3 } as object;
  expect(await refusal(other.read("/numbers/i1", misspelt))).toMatch(/^argument: .*timelimit.*timeLimit/);
  expect(await refusal(other.read("/numbers/i1", { timeLimit: -1 }))).toMatch(/^argument: .*timeLimit/);
  expect(await refusal(openHdf5(fileOf("kinds.h5"), misspelt))).toMatch(/^argument: .*timeLimit/);
});
