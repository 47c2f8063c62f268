import type { AnyHandlers } from "../harness.ts";
import { faultsGroup } from "./faults.ts";
import { fixedGroup } from "./fixed.ts";
import { limsApiGroup, limsGroup } from "./lims.ts";
import { manifestGroup } from "./manifest.ts";
import { missingGroup } from "./missing.ts";
import { functionsGroup, quirkGroups, readCsvGroup } from "./quirks.ts";
import { sessionGroups } from "./sessions.ts";
import { warehouseGroups } from "./warehouse.ts";
import { warehouseApiGroup } from "./warehouse-api.ts";

/** Everything that answers groups of recorded calls; the first that covers a group answers it. */
export const HANDLERS: readonly AnyHandlers[] = [
  warehouseGroups,
  warehouseApiGroup,
  limsGroup,
  limsApiGroup,
  manifestGroup,
  fixedGroup,
  faultsGroup,
  missingGroup,
  quirkGroups,
  readCsvGroup,
  functionsGroup,
  sessionGroups,
];
