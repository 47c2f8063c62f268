import type { EcephysProjectCache } from "@ecephys/core";
import type { EcephysSession } from "@ecephys/nwb";

/** A project cache whose sessions can be exported: one with `readers: nwbReaders()`. */
export type SessionCache = EcephysProjectCache<EcephysSession, unknown, unknown>;
