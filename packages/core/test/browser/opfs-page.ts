import { opfsStorage } from "@ecephys/files/opfs";
import { createProjectCache, PROBES, tableFromRecords } from "../../src/index.ts";

Object.assign(globalThis, { createProjectCache, opfsStorage, PROBES, tableFromRecords });
