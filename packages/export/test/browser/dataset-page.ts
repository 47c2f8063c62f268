import { exportTable, openDataset } from "../../src/index.ts";

const library = { exportTable, openDataset };
export type Library = typeof library;

Object.assign(globalThis, { library });
