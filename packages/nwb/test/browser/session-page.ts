import * as nwb from "../../src/index.ts";

/** What the tests use in the page. */
export type Library = typeof nwb;

Object.assign(globalThis, { library: nwb });
