import { type FuzzTarget, fuzz } from "@ecephys/fixtures/testing";
import { expect, it } from "vitest";
import { openHdf5 } from "../../src/node.ts";
import { bytesOf } from "../files.ts";

const hdf5: FuzzTarget = {
  name: "HDF5",
  files: ["kinds", "stored", "links", "bits", "elsewhere", "claims", "heaps", "nested"].map((name) =>
    bytesOf(`${name}.h5`),
  ),
  tokens: [
    "GCOL",
    "TREE",
    "SNOD",
    "HEAP",
    "OHDR",
    "OCHK",
    "FRHP",
    "FHDB",
    "BTHD",
    "BTLF",
    "FAHD",
    "EAHD",
    "\x89HDF\r\n",
  ],
  async read(bytes, random) {
    const file = await openHdf5(bytes, { timeLimit: 5000 });
    try {
      const entries = (await file.walk("/", { attributes: undefined })) ?? [];
      const datasets = entries.filter(({ object }) => object?.kind === "dataset");
      for (let left = 3; left > 0 && datasets.length > 0; left--) {
        const start = random.below(50);
        const ranges: [number, number][] = random.below(2) === 0 ? [] : [[start, start + 10]];
        await file.read(random.one(datasets).path, { ranges });
      }
    } finally {
      await file.close();
    }
  },
};

it("reads or refuses a damaged file, in time and memory", async () => {
  const { failures, read, refused, inputs } = await fuzz(hdf5, {
    inputs: 250,
    milliseconds: 8000,
    bytes: 500e6,
  });
  expect(failures).toEqual([]);
  for (const outcome of [read, refused]) expect(outcome).toBeGreaterThan(inputs / 20);
});
