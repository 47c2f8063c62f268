import { EcephysError, type EcephysProjectApi } from "@ecephys/core";
import type { WarehouseOptions } from "./options.ts";

/** The Allen Institute's public data warehouse (api.brain-map.org) as a backend of a project cache. */
export function warehouse(_options: WarehouseOptions = {}): EcephysProjectApi {
  throw new EcephysError("argument", {
    action: "opening",
    resource: "the warehouse",
    reason: "not built yet",
  });
}
