import { createProjectCache, PROBES, tableFromRecords } from "../../src/index.ts";
import { opfsStorage } from "../../src/opfs.ts";

Object.assign(globalThis, { createProjectCache, opfsStorage, PROBES, tableFromRecords });
