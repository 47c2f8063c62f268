import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { isEcephysError } from "@ecephys/files";
import { fixtureFile } from "@ecephys/fixtures";
import { describe, expect, it } from "vitest";
import { withElements } from "../src/member-columns.ts";
import type { Hdf5Range } from "../src/model.ts";
import { openHdf5 } from "../src/node.ts";
import { PlainFile } from "../src/plain/plain-file.ts";

const own = join(import.meta.dirname, "files");
const nwb = join(import.meta.dirname, "../../nwb/test/files");
/** Files that the library hangs, crashes or goes in circles on, whatever is asked of them, or that are only a head. */
const LEFT_OUT = ["crashing.h5", "hanging.h5", "hanging.nwb", "large-head.h5", "links.h5"];
const SESSION = fixtureFile("mini", "session_715093703.nwb");
const files: readonly [string, () => Uint8Array][] = [
  ...[own, nwb].flatMap((directory) =>
    readdirSync(directory)
      .filter((name) => /\.(h5|nwb)$/.test(name) && !LEFT_OUT.includes(name))
      .map((name): [string, () => Uint8Array] => [name, () => readFileSync(join(directory, name))]),
  ),
  ["session_715093703.nwb", () => SESSION],
];

function plainFile(bytes: Uint8Array): PlainFile {
  const file = new PlainFile((at, length) => bytes.subarray(at, at + length), "a file");
  file.check(bytes.length);
  return file;
}

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

const LEFT = Symbol("left to the library");

/** What is found without the library, or that it is left to it. */
async function attempt<Found>(look: () => Found | Promise<Found>): Promise<Found | typeof LEFT> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof RangeError || isEcephysError(error)) return LEFT;
    throw error;
  }
}

describe("a file that is read without the library", () => {
  it.each(files)("says of %s what the library says, or leaves it to the library", async (_, read) => {
    const bytes = new Uint8Array(read());
    const plain = await attempt(() => plainFile(bytes));
    if (plain === LEFT) return;
    const library = await openHdf5(bytes);
    const entries = (await library.walk("/")) ?? [];
    const compare = (found: unknown, expected: unknown) => {
      // Many times faster than the comparison that tells differences.
      if (found !== LEFT && !isDeepStrictEqual(found, expected)) expect(found).toEqual(expected);
    };
    compare(await attempt(() => plain.walk("/", {})), entries);
    for (const { attributes, link, object, path } of entries) {
      if (link !== undefined || object === undefined) continue;
      compare(await attempt(() => plain.describe(path)), object);
      const found = await attempt(() => plain.attributes(path, undefined));
      compare(found, attributes);
      if (found !== LEFT) expect(Object.keys(found ?? {})).toEqual(Object.keys(attributes));
      if (object.kind !== "dataset") continue;
      // Of many datasets that are alike once is enough.
      for (const [ranges, bigints] of entries.length > 100 ? READS.slice(0, 1) : READS) {
        const values = await attempt(() => plain.read(path, ranges, bigints));
        if (values !== LEFT)
          compare(values && withElements(values), await library.read(path, { ranges, bigints }));
      }
    }
    await library.close();
  });

  it("holds compounds, however they lie in it", async () => {
    const plain = plainFile(readFileSync(join(own, "rows.h5")));
    for (const name of ["one-piece", "chunked", "compressed", "table", "one"]) {
      const { columns } = (await plain.read(`/${name}`, [], false))!;
      expect(columns!.get("long"), name).toBeInstanceOf(Float64Array);
      expect([...columns!.keys()]).toHaveLength(11);
    }
    const { columns, shape } = (await plain.read("/chunked", [[15, 33]], false))!;
    expect(shape).toEqual([18]);
    expect([...columns!.get("int")!]).toEqual(Array.from({ length: 18 }, (_, i) => 15 + i));
  });

  it("is most of a session's file", async () => {
    const plain = plainFile(SESSION);
    const entries = (await plain.walk("/units", { attributes: ["colnames"] })) ?? [];
    const values = await Promise.all(
      entries.slice(1).map(({ path }) => attempt(() => plain.read(path, [], false))),
    );
    expect(values).not.toContain(LEFT);
    expect(await attempt(() => plain.walk("/", {}))).not.toBe(LEFT);
  });
});
