import { readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { fixtureFile } from "@ecephys/fixtures";
import { temporaryFile } from "@ecephys/fixtures/testing";
import { describe, expect, it, vi } from "vitest";
import type { Hdf5Dataset, Hdf5Range } from "../src/model.ts";
import { openHdf5 } from "../src/node.ts";
import { PlainFile } from "../src/plain/plain-file.ts";
import { WorkerPool } from "../src/worker/pool.ts";

const own = join(import.meta.dirname, "files");
const nwb = join(import.meta.dirname, "../../nwb/test/files");
/** Files that the library takes long for, hangs, crashes or goes in circles on, or that are only a head. */
const LEFT_OUT = ["bomb.h5", "crashing.h5", "hanging.h5", "hanging.nwb", "large-head.h5", "links.h5"];
const SESSION = temporaryFile("session.nwb", fixtureFile("mini", "session_715093703.nwb"));
const files: readonly (readonly [name: string, path: string])[] = [
  ...[own, nwb].flatMap((directory) =>
    readdirSync(directory)
      .filter((name) => /\.(h5|nwb)$/.test(name) && !LEFT_OUT.includes(name))
      .map((name) => [name, join(directory, name)] as const),
  ),
  ["session.nwb", SESSION],
];

const READS: readonly (readonly [ranges: readonly Hdf5Range[], bigints: boolean])[] = [
  [[], true],
  [[[1, 3]], false],
  [
    [
      [0, 2],
      [1, 2],
    ],
    false,
  ],
];

/** What is found, or why nothing is. */
const attempt = <Found>(found: Promise<Found>) => found.catch((error: Error) => error.message);

describe("a file of the local disk", () => {
  it.each(files)("says of %s what the library says, also where a worker has to be asked", async (_, path) => {
    const [file, library] = await Promise.all([attempt(openHdf5(path)), attempt(openInWorker(path))]);
    if (typeof file === "string" || typeof library === "string") {
      expect(file).toBe(library);
      return;
    }
    const entries = (await library.walk("/")) ?? [];
    const compare = (found: unknown, expected: unknown) => {
      // Many times faster than the comparison that tells differences.
      if (!isDeepStrictEqual(found, expected)) expect(found).toEqual(expected);
    };
    compare(await file.walk("/"), entries);
    // Once more, so that not all is known by the walk.
    const other = await openHdf5(path);
    for (const { attributes, link, object, path: own, problem } of entries) {
      if (link !== undefined || (object === undefined && problem === undefined)) continue;
      compare(await attempt(other.describe(own)), object ?? (await attempt(library.describe(own))));
      const found = await attempt(other.attributes(own));
      compare(found, problem === undefined ? attributes : await attempt(library.attributes(own)));
      if (problem === undefined) expect(Object.keys(found ?? {})).toEqual(Object.keys(attributes));
      if (object?.kind !== "dataset") continue;
      // Of many datasets that are alike once is enough.
      for (const [ranges, bigints] of entries.length > 100 ? READS.slice(0, 1) : READS)
        compare(
          await attempt(other.read(own, { ranges, bigints })),
          await attempt(library.read(own, { ranges, bigints })),
        );
    }
    await Promise.all([file, library, other].map((one) => one.close()));
  });

  it("needs no worker for a session's units", async () => {
    const acquire = vi.spyOn(WorkerPool.prototype, "acquire");
    const file = await openHdf5(SESSION);
    await file.walk("/");
    const entries = (await file.walk("/units", { attributes: ["colnames"] })) ?? [];
    for (const { path } of entries.slice(1)) await file.read(path);
    await file.close();
    expect(entries.length).toBeGreaterThan(20);
    expect(acquire).not.toHaveBeenCalled();
    acquire.mockRestore();
  });
});

it("goes on reading a file that has been deleted, or has been replaced, since it was opened", async () => {
  const path = temporaryFile("replaced.h5", readFileSync(join(own, "kinds.h5")));
  const file = await openHdf5(path);
  renameSync(temporaryFile("other.h5", "another one"), path);
  // Lists are read by a worker, which is started now.
  expect((await file.read("/lists"))!.data).toHaveLength(3);
  rmSync(path);
  expect((await file.read("/numbers/i1"))!.data).toHaveLength(3);
  await file.close();
});

it("lets others run between chunks, and between objects", async () => {
  const file = await openHdf5(join(own, "rows.h5"));
  const session = await openHdf5(SESSION);
  // Whenever the clock is looked at, a turn is over.
  let now = Date.now();
  vi.spyOn(Date, "now").mockImplementation(() => (now += 1000));
  const turns = vi.spyOn(globalThis, "setImmediate");
  const chunks = (await file.describe("/compressed")) as Hdf5Dataset;
  const before = turns.mock.calls.length;
  await file.read("/compressed");
  const read = turns.mock.calls.length;
  expect(read - before).toBeGreaterThanOrEqual(chunks.shape![0]! / chunks.chunks![0]!);
  const entries = (await session.walk("/units"))!;
  expect(turns.mock.calls.length - read).toBeGreaterThanOrEqual(entries.length);
  vi.restoreAllMocks();
  await Promise.all([file.close(), session.close()]);
});

it("finds compounds without the library, however they lie in the file", async () => {
  const bytes = readFileSync(join(own, "rows.h5"));
  const plain = new PlainFile((at, length) => bytes.subarray(at, at + length), "a file");
  plain.check(bytes.length);
  for (const name of ["one-piece", "chunked", "compressed", "table", "one"]) {
    const { columns } = (await plain.read(`/${name}`, [], false))!;
    expect(columns!.get("long"), name).toBeInstanceOf(Float64Array);
    expect([...columns!.keys()]).toHaveLength(11);
  }
  const { columns, shape } = (await plain.read("/chunked", [[15, 33]], false))!;
  expect(shape).toEqual([18]);
  expect([...columns!.get("int")!]).toEqual(Array.from({ length: 18 }, (_, i) => 15 + i));
});

/** What is to end in time a worker reads. */
const openInWorker = (path: string) => openHdf5(path, { timeLimit: 60_000 });
