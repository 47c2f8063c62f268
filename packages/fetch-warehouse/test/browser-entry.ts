import { httpByteSource, httpFile, isEcephysError } from "@ecephys/files";
import { warehouse } from "../src/index.ts";

/** What the browser test's page runs: the real packages, bundled. */
const library = { httpByteSource, httpFile, isEcephysError, warehouse };

export type Library = typeof library;

Object.assign(globalThis, { library });
