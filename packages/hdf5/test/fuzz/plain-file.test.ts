import { EcephysError, isEcephysError } from "@ecephys/files";
import { fixtureFile } from "@ecephys/fixtures";
import { type FuzzTarget, fuzz } from "@ecephys/fixtures/testing";
import { expect, it } from "vitest";
import { PlainFile } from "../../src/plain/plain-file.ts";
import { bytesOf } from "../files.ts";

/** What is left to the library, as a refusal. */
const left = (error: unknown) =>
  error instanceof RangeError
    ? new EcephysError("format", { action: "Reading", resource: "a file", reason: error.message })
    : error;

const plain: FuzzTarget = {
  name: "HDF5 without the library",
  files: [
    bytesOf("kinds.h5"),
    bytesOf("stored.h5"),
    bytesOf("rows.h5"),
    fixtureFile("mini", "probe_752552876_lfp.nwb"),
  ],
  tokens: ["GCOL", "TREE", "SNOD", "HEAP", "\x89HDF\r\n"],
  async read(bytes, random) {
    const file = new PlainFile((at, length) => bytes.subarray(at, at + length), "a file");
    try {
      file.check(bytes.length);
      const paths = ["/"];
      for (let i = 0; i < paths.length && i < 300; i++) {
        const path = paths[i]!;
        try {
          const object = file.describe(path);
          file.attributes(path, undefined);
          if (object?.kind === "group")
            paths.push(...object.children.map((name) => `${path === "/" ? "" : path}/${name}`));
          else await file.read(path, random.below(2) === 0 ? [] : [[1, 5]], false);
        } catch (error) {
          if (!(error instanceof RangeError || isEcephysError(error))) throw error;
        }
      }
      await file.walk("/", {});
    } catch (error) {
      throw left(error);
    }
  },
};

it("reads a damaged file, or leaves it to the library, in time and memory", async () => {
  const { failures, inputs } = await fuzz(plain, { inputs: 150, milliseconds: 2000, bytes: 200e6 });
  expect(failures).toEqual([]);
  expect(inputs).toBe(150);
});
