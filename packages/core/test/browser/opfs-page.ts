import { opfsStorage } from "@ecephys/files/opfs";
import { storageContract } from "@ecephys/files/testing";
import { createProjectCache, PROBES, tableFromRecords } from "../../src/index.ts";

Object.assign(globalThis, { createProjectCache, opfsStorage, PROBES, storageContract, tableFromRecords });
