import { DataArray } from "@ecephys/core";
import { refusesMisspeltOptions } from "@ecephys/fixtures/testing";
import * as arrays from "../../src/arrays/index.ts";

const bytes = Uint8Array.of(1);
const source = { byteLength: 1, slice: async () => bytes };
const file = {
  name: "movie",
  byteLength: 1,
  source: async () => source,
};
const image = new DataArray({ dims: ["row", "column"], shape: [1, 1], data: bytes });

refusesMisspeltOptions(
  arrays,
  {
    encodePng: ["range", (wrong) => arrays.encodePng(image, wrong)],
    naturalMovieReader: ["frame", (wrong) => arrays.naturalMovieReader(wrong)],
    openMovie: ["openHdf5", (wrong) => arrays.openMovie(file, wrong)],
    openNpy: ["location", (wrong) => arrays.openNpy(source, wrong)],
    readNpy: ["dims", (wrong) => arrays.readNpy(source, wrong)],
    readTiff: ["name", (wrong) => arrays.readTiff(bytes, wrong)],
  },
  ["naturalSceneReader", "openHdf5Array"],
);
