import * as hdf5 from "../../src/index.ts";

/** What the tests use in the page. */
export type Library = typeof hdf5;

Object.assign(globalThis, { library: hdf5 });
