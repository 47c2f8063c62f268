import { s3 } from "@ecephys/fetch-s3";

/** What the page of the test runs: the real package, bundled. */
const library = { s3 };

export type PageLibrary = typeof library;

Object.assign(globalThis, { library });
