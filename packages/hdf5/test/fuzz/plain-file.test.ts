import { isDeepStrictEqual } from "node:util";
import { EcephysError, isEcephysError } from "@ecephys/files";
import { fixtureFile } from "@ecephys/fixtures";
import { type FuzzTarget, fuzz } from "@ecephys/fixtures/testing";
import { expect, it } from "vitest";
import { withElements } from "../../src/member-columns.ts";
import type { Hdf5File, Hdf5Range } from "../../src/model.ts";
import { openHdf5 } from "../../src/node.ts";
import { PlainFile } from "../../src/plain/plain-file.ts";
import { bytesOf } from "../files.ts";

/** What is left to the library, as a refusal. */
const left = (error: unknown) =>
  error instanceof RangeError
    ? new EcephysError("format", { action: "Reading", resource: "a file", reason: error.message })
    : error;

/** Objects of a file that are looked at. */
const MOST = 300;

/** What of an object is found without the library. */
interface Found {
  readonly path: string;
  readonly what: "describe" | "attributes" | "read";
  readonly ranges: readonly Hdf5Range[];
  readonly found: unknown;
}

async function foundIn(file: PlainFile, ranges: readonly Hdf5Range[]): Promise<Found[]> {
  const found: Found[] = [];
  const paths = ["/"];
  for (let i = 0; i < paths.length && i < MOST; i++) {
    const path = paths[i]!;
    try {
      const object = file.describe(path);
      found.push({ path, what: "describe", ranges, found: object });
      found.push({ path, what: "attributes", ranges, found: file.attributes(path, undefined) });
      if (object?.kind === "group")
        paths.push(...object.children.map((name) => `${path === "/" ? "" : path}/${name}`));
      else {
        const values = await file.read(path, ranges, false);
        found.push({ path, what: "read", ranges, found: values && withElements(values) });
      }
    } catch (error) {
      if (!(error instanceof RangeError || isEcephysError(error))) throw error;
    }
  }
  return found;
}

async function checkAgainst(library: Hdf5File, all: readonly Found[]): Promise<void> {
  for (const { found, path, ranges, what } of all) {
    const asked =
      what === "describe"
        ? library.describe(path)
        : what === "attributes"
          ? library.attributes(path)
          : library.read(path, { ranges });
    const expected = await asked.catch((error: Error) => error.message);
    if (isDeepStrictEqual(found, expected)) continue;
    throw new Error(`${what} ${path}: ${JSON.stringify(found)}, but ${JSON.stringify(expected)}`);
  }
}

/** @param every How many of the damaged files the library reads as well: one in so many, as it takes long. */
const plain = (every: number): FuzzTarget => ({
  name: "HDF5 without the library",
  files: [
    bytesOf("kinds.h5"),
    bytesOf("rows.h5"),
    bytesOf("compounds.h5"),
    bytesOf("claims.h5"),
    fixtureFile("mini", "probe_752552876_lfp.nwb"),
  ],
  tokens: ["GCOL", "TREE", "SNOD", "HEAP", "\x89HDF\r\n"],
  async read(bytes, random) {
    const file = new PlainFile((at, length) => bytes.subarray(at, at + length), "a file");
    const isCompared = random.below(every) === 0;
    try {
      file.check(bytes.length);
      const found = await foundIn(file, random.below(2) === 0 ? [] : [[1, 5]]);
      if (!isCompared) {
        await file.walk("/", {});
        return;
      }
      const library = await openHdf5(bytes, { timeLimit: 5000 }).catch((error: Error) => {
        throw new Error(`it was opened, but: ${error.message}`);
      });
      await checkAgainst(library, found.filter(isSure)).finally(() => library.close());
    } catch (error) {
      throw left(error);
    }
  },
});

/** The library looks through all of a file for the object that a reference is to; what else is damaged may hide it. */
function isSure({ found }: Found): boolean {
  return !JSON.stringify(found ?? null).includes('"reference"');
}

it("reads a damaged file as the library does, or leaves it to the library, in time and memory", async () => {
  const { failures, inputs } = await fuzz(plain(4), { inputs: 150, milliseconds: 2000, bytes: 200e6 });
  expect(failures).toEqual([]);
  expect(inputs).toBeGreaterThanOrEqual(150);
});
